#!lua flags=allow-oom
-- Looks tasks up for those who wait for their ends, as find does, and keeps in mind for a while that
-- somebody waits. How an awaited task ended is left in `ends` where nothing else of it is kept: by
-- whatever ends or drops it, and for as long as that says. An id may be awaited before its task is
-- there.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes awaited ends
-- ARGV  ms for which somebody waits, id...
-- Returns for each id {state, detail, envelope, attempt record, notes}, as find does.
-- Again: as it is then.
local tasks, running, results, scheduled, retrying, dead, ghosts, attempts, notes, awaited, ends =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11]
local waitMs, FIRST_ID = tonumber(ARGV[1]), 2
local call = redis.call

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
call('ZCARD', awaited)

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

local reply, waiting = {}, {}
for i = FIRST_ID, #ARGV do
  local id = ARGV[i]
  local envelope = call('HGET', tasks, id)
  local state, detail
  if envelope then
    state, detail = place(id)
    reply[#reply + 1] = {state, detail, envelope, call('HGET', attempts, id), call('HGET', notes, id)}
  else
    local left = call('HGET', ends, id)
    local known = left and cmsgpack.unpack(left) or {'unknown'}
    state = known[1]
    reply[#reply + 1] = known
  end
  if state ~= 'finished' and state ~= 'dead' and state ~= 'cancelled' then
    waiting[#waiting + 1] = now + waitMs
    waiting[#waiting + 1] = id
  end
end
if #waiting > 0 then call('ZADD', awaited, unpack(waiting)) end
return reply
