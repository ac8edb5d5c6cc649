#!lua flags=allow-oom
-- Reads the stream of a task from an item on, and keeps in mind for a while that somebody waits for the end of the
-- task, as await does. The answer ends before it becomes too large, and never before its first item.
--
-- KEYS  tasks running results scheduled retrying dead ghosts awaited ends streams emitted
-- USES  clock state streams
-- ARGV  ms for which somebody waits, id, run and number of the first item that is wanted, most items, most bytes
-- Returns {'open' | 'ended' | 'unknown', run (0 = no stream stands), number of the first item, whether there are more
--       items than these (0 | 1), item...}; of another run than the wanted one, from its first item on.
-- Again: as it is then.
local waitMs, id, wantedRun, number, mostItems, mostBytes =
  tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local ENDED = {finished = true, dead = true, cancelled = true}

-- GUARD awaited
local state, detail = stateOf(id)
local isKept, left = state ~= 'unknown', nil
if not isKept then left = call('HGET', ends, id) end
if left then state, detail = unpack(cmsgpack.unpack(left)) end
local head = streamHead(id)
if head and not stands(head.token, state, detail) then head = nil end

-- From this item on, as many as fit.
local function items()
  local found, used, chunks = {}, 0, {}
  for wanted = number, math.min(head.count, number + mostItems) - 1 do
    local field = fieldOf(id, wanted)
    if not chunks[field] then
      local chunk, at, all = call('HGET', emitted, field) or '', 1, {}
      while at <= #chunk do
        local length, from = chunk:match('^(%d+):()', at)
        at = from + tonumber(length)
        all[#all + 1] = chunk:sub(from, at - 1)
      end
      chunks[field] = all
    end
    local item = chunks[field][wanted % ITEMS_OF_CHUNK + 1]
    if not item then return redis.error_reply('ERR item ' .. wanted .. ' of the stream of task ' .. id .. ' is missing') end
    used = used + #item
    if used > mostBytes and #found > 0 then break end
    found[#found + 1] = item
  end
  return found
end

local reply, hasMore = {state == 'unknown' and 'unknown' or ENDED[state] and 'ended' or 'open', 0, 0, 0}, false
if head then
  if head.run ~= wantedRun then number = 0 end
  local found = items()
  if found.err then return found end
  hasMore = number + #found < head.count
  reply = {reply[1], head.run, number, hasMore and 1 or 0, unpack(found)}
end
if state == 'unknown' or isKept and (not ENDED[state] or hasMore) then call('ZADD', awaited, now() + waitMs, id) end
return reply
