#!lua flags=allow-oom
-- Stops a task from running. A waiting one is finished now; of one in a list only a ghost stays,
-- which claim drops when it comes up. A running one is marked, and its worker is told.
--
-- KEYS  tasks running scheduled retrying dead results cancelled attempts notes awaited ends cancels expiries counters ghosts settings events
-- ARGV  id, cap (cancelled tasks kept, 0 = none; the one of the queue's settings goes before)
-- Returns 'cancelled' | 'asked' (it runs) | 'finished' | 'dead' | 'unknown'.
-- Again: the same, or 'finished' (with cap 0: 'unknown').
local id = ARGV[1]
local ENDS_MS = 10000
local cap = tonumber(call('HGET', settings, 'retention_count') or ARGV[2])

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

-- What expired or was deleted in a list is a ghost too, and is not called cancelled.
if call('HGET', ghosts, id) == '1' then return 'cancelled' end
if call('HEXISTS', tasks, id) == 0 then return 'unknown' end
local token = call('HGET', running, id)
if token then
  if call('HSETNX', cancels, id, token) == 1 then
    redis.pcall('PUBLISH', cancels, id) -- the channel of that name
  end
  return 'asked'
end
if call('HEXISTS', results, id) == 1 then return 'finished' end
if call('ZSCORE', dead, id) then return 'dead' end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD retrying expiries cancelled attempts notes counters ends
local awaitedUntil = call('ZSCORE', awaited, id)

if call('ZREM', scheduled, id) == 0 and call('ZREM', retrying, id) == 0 then
  call('HSET', ghosts, id, 1)
end
-- Else it would end another task that takes the id after this one.
call('ZREM', expiries, id)
call('HINCRBY', counters, 'cancelled', 1)
if cap > 0 then
  call('HSET', results, id, now .. ' C ')
  call('RPUSH', cancelled, id)
else
  -- How what is not kept ended is left for those who wait for it, for a while.
  if awaitedUntil and tonumber(awaitedUntil) > now then
    call('HSET', ends, id, cmsgpack.pack({'finished', now .. ' C ',
      call('HGET', tasks, id), call('HGET', attempts, id), call('HGET', notes, id)}))
    call('ZADD', awaited, now + ENDS_MS, id)
  end
  call('HDEL', tasks, id)
  call('HDEL', attempts, id)
  call('HDEL', notes, id)
end
redis.pcall('PUBLISH', events, now .. ' @cancelled ' .. id)
return 'cancelled'
