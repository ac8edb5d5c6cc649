#!lua flags=allow-oom,no-writes
-- Looks tasks up. Where the id is, is its state. How one ended that is not kept may be left in `ends`,
-- for a while, for those who wait for it. The answer ends before it becomes too large, and never before
-- its first: what it lacks is asked for again.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes ends
-- ARGV  bytes, id...
-- Returns for each id, from the first on, {state, detail, envelope, attempt record, notes}, where detail is the token of a
--       running task, the record of a finished one, the time of a scheduled, retrying or dead one.
-- Again: read only.
local bytes, FIRST_ID = tonumber(ARGV[1]), 2

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

local reply, used = {}, 0
for i = FIRST_ID, #ARGV do
  local id = ARGV[i]
  local one
  local envelope = call('HGET', tasks, id)
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
end
return reply
