#!lua flags=allow-oom,no-writes
-- Looks tasks up. Where the id is, is its state. How one ended that is not kept may be left in `ends`,
-- for a while, for those who wait for it.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes ends
-- ARGV  id...
-- Returns for each id {state, detail, envelope, attempt record, notes}, where detail is the token of a
--       running task, the record of a finished one, the time of a scheduled, retrying or dead one.
-- Again: read only.
local tasks, running, results, scheduled, retrying, dead, ghosts, attempts, notes, ends =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local call = redis.call

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

local reply = {}
for i = 1, #ARGV do
  local id = ARGV[i]
  local envelope = call('HGET', tasks, id)
  if envelope then
    local state, detail = place(id)
    reply[i] = {state, detail, envelope, call('HGET', attempts, id), call('HGET', notes, id)}
  else
    local left = call('HGET', ends, id)
    reply[i] = left and cmsgpack.unpack(left) or {'unknown'}
  end
end
return reply
