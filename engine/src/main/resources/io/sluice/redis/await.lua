#!lua flags=allow-oom
-- Looks tasks up for those who wait for their ends, as find does, and keeps in mind for a while that
-- somebody waits. How an awaited task ended is left in `ends` where nothing else of it is kept: by
-- whatever ends or drops it, and for as long as that says. An id may be awaited before its task is
-- there. The answer ends before it becomes too large, as that of find does: what it lacks is not kept
-- in mind either.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes awaited ends
-- ARGV  ms for which somebody waits, bytes, id...
-- Returns for each id, from the first on, {state, detail, envelope, attempt record, notes}, as find does.
-- Again: as it is then.
local waitMs, bytes, FIRST_ID = tonumber(ARGV[1]), tonumber(ARGV[2]), 3

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- GUARD awaited

local function place(id)
  local token = call('HGET', running, id)
  if token then return 'running', token end
  local record = call('HGET', results, id)
  if record then return 'finished', record end
  if call('HEXISTS', ghosts, id) == 1 then return 'cancelled', '' end
  local at = call('ZSCORE', scheduled, id)
  if at then return 'scheduled', at end
  at = call('ZSCORE', retrying, id)
  if at then return 'retrying', at end
  at = call('ZSCORE', dead, id)
  if at then return 'dead', at end
  return 'ready', ''
end

local function length(text)
  return text and #text or 0
end

local reply, waiting, used = {}, {}, 0
for i = FIRST_ID, #ARGV do
  local id = ARGV[i]
  local envelope = call('HGET', tasks, id)
  local one
  if envelope then
    local state, detail = place(id)
    one = {state, detail, envelope, call('HGET', attempts, id), call('HGET', notes, id)}
  else
    local left = call('HGET', ends, id)
    one = left and cmsgpack.unpack(left) or {'unknown'}
  end
  for x = 1, 5 do used = used + length(one[x]) end
  if used > bytes and #reply > 0 then break end
  reply[#reply + 1] = one
  local state = one[1]
  if state ~= 'finished' and state ~= 'dead' and state ~= 'cancelled' then
    waiting[#waiting + 1] = now + waitMs
    waiting[#waiting + 1] = id
  end
end
if #waiting > 0 then call('ZADD', awaited, unpack(waiting)) end
return reply
