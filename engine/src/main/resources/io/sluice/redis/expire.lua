#!lua flags=allow-oom
-- Ends what was to begin before a time that is over. A claim does the same for what it takes, so
-- that nothing begins too late; this is for what nobody comes to take.
--
-- KEYS  expiries tasks running scheduled retrying dead results expired ghosts counters events
-- ARGV  limit
-- Returns {looked at, expired}.
-- Again: expires what is due then.
local limit = tonumber(ARGV[1])

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local due = call('ZRANGEBYSCORE', expiries, '-inf', '(' .. now + 1, 'LIMIT', 0, limit)
if #due == 0 then return {0, 0} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results ghosts counters scheduled retrying dead expired

local function hasBegunOrEnded(id)
  return call('HEXISTS', tasks, id) == 0 or call('HEXISTS', running, id) == 1 or call('HEXISTS', results, id) == 1
    or call('HEXISTS', ghosts, id) == 1 or call('ZSCORE', retrying, id) or call('ZSCORE', dead, id)
end

local ended, records = {}, {}
for i = 1, #due do
  local id = due[i]
  if not hasBegunOrEnded(id) then
    -- A list cannot lose one from its middle cheaply: the claim that meets it drops it.
    if call('ZREM', scheduled, id) == 0 then call('HSET', ghosts, id, 0) end
    ended[#ended + 1] = id
    records[#records + 1] = id
    records[#records + 1] = now .. ' E '
  end
end
call('ZREM', expiries, unpack(due))
if #ended > 0 then
  call('HSET', results, unpack(records))
  call('RPUSH', expired, unpack(ended))
  call('HINCRBY', counters, 'expired', #ended)
  if call('PUBSUB', 'NUMSUB', events)[2] > 0 then
    redis.pcall('PUBLISH', events, now .. ' @expired ' .. table.concat(ended, ' '))
  end
end
return {#due, #ended}
