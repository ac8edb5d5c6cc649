#!lua flags=allow-oom
-- Tells which schedules are due later, the soonest first, so that one whose instant is further away
-- than its own period is found: the clock was set back.
--
-- KEYS  schedules fires fired
-- USES  clock
-- ARGV  offset, limit
-- Returns {now, {name, line ('' = lost), due, latest instant for which it fired ('0' = none), ...}}.
-- Again: what is so then.
local offset, limit = tonumber(ARGV[1]), tonumber(ARGV[2])

local ahead = {}
local names = call('ZRANGEBYSCORE', fires, '(' .. now(), '+inf', 'WITHSCORES', 'LIMIT', offset, limit)
for i = 1, #names, 2 do
  ahead[#ahead + 1] = names[i]
  ahead[#ahead + 1] = call('HGET', schedules, names[i]) or ''
  ahead[#ahead + 1] = names[i + 1]
  ahead[#ahead + 1] = (call('HGET', fired, names[i]) or '0'):match('^%d+') or '0'
end
return {now(), ahead}
