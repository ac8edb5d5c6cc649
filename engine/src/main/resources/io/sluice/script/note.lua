#!lua flags=allow-oom
-- Keeps what handlers tell of tasks that they run: how far they are, and lines for a log. Taken
-- only from who holds the task.
--
-- KEYS  running notes events
-- USES  clock told fence
-- ARGV  (id, token, 'P' progress | 'L' line, text) × n; progress is 'fraction message'
-- Returns how many were taken.
-- Again: the same progress; lines would be there twice.
local MAX_LINES, MAX_BYTES = 100, 16384

-- GUARD notes

-- 'at fraction message', then lines, each after a record separator: 'at text'.
local function append(kept, line)
  local progress, lines = kept:match('^([^\30]*)(.*)$')
  local all, bytes = {}, #line
  for one in lines:gmatch('[^\30]+') do all[#all + 1] = one end
  all[#all + 1] = line
  local from = #all
  while from > 1 and #all - from + 1 < MAX_LINES and bytes + #all[from - 1] < MAX_BYTES do
    from = from - 1
    bytes = bytes + #all[from]
  end
  return progress .. '\30' .. table.concat(all, '\30', from)
end

local moved, taken = {}, 0
for i = 1, #ARGV, 4 do
  local id, token, kind, text = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local holder = call('HGET', running, id)
  if isHeldBy(holder, token) then
    local kept = call('HGET', notes, id) or ''
    if kind == 'P' then
      call('HSET', notes, id, now() .. ' ' .. text .. (kept:match('\30.*$') or ''))
      moved[#moved + 1] = id
    else
      call('HSET', notes, id, append(kept, now() .. ' ' .. text))
    end
    taken = taken + 1
  end
end
tell('progress', moved)
return taken
