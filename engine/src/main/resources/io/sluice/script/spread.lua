#!lua
-- As succeed.lua, for calls that take in more tasks than they end: like enqueue without allow-oom, so that a full
-- Redis is not filled further.
--
-- KEYS  running tasks ready ghosts scheduled retrying expiries attempts cancels notes awaited ends once behind since succeeded results retained counters settings events receipt lane levels place later turns tags barred inflight order membership tally judging costs outbox lines mail batches gathered
-- USES  handon
-- ARGV  as of succeed
-- Returns what succeed returns.
-- Again with the same seq: the same verdicts, no effect.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD running cancels attempts notes tasks ready ghosts scheduled retrying expiries counters succeeded results retained since once lane levels place later turns tags barred inflight order costs outbox lines mail membership tally judging batches
return handOn()
