#!lua flags=allow-oom
-- Stops a task from running. A waiting one is finished now; of one in a list only a ghost stays,
-- which claim drops when it comes up. A running one is marked, and its worker is told.
--
-- KEYS  tasks running scheduled retrying dead results cancelled attempts notes awaited ends cancels expiries behind counters ghosts settings events ready lane levels place later turns tags barred order membership tally judging costs gathered
-- USES  setting state waits cancelled moved
-- ARGV  id, cap (cancelled tasks kept, 0 = none; the one of the queue's settings goes before)
-- Returns 'cancelled' | 'asked' (it runs) | 'finished' | 'dead' | 'unknown'.
-- Again: the same, or 'finished' (with cap 0: 'unknown').
local id = ARGV[1]
local cap = setting('retention_count', ARGV[2])

-- What expired or was deleted in a list is a ghost too, and is not called cancelled.
if call('HGET', ghosts, id) == '1' then return 'cancelled' end
local state, token = stateOf(id)
if state == 'running' then
  if call('HSETNX', cancels, id, token) == 1 then
    redis.pcall('PUBLISH', cancels, id) -- the channel of that name
  end
  return 'asked'
end
if state ~= 'ready' and state ~= 'scheduled' and state ~= 'retrying' then return state end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD retrying expiries cancelled attempts notes counters awaited ends behind ready lane levels place later turns tags barred order costs
anyMembers()

leavePlace(id, state, CANCELLED_GHOST)
-- Else it would end another task that takes the id after this one.
call('ZREM', expiries, id)
endCancelled({id}, cap)
return 'cancelled'
