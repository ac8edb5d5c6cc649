#!lua flags=allow-oom
-- Records outcomes of tasks that succeeded and hand on follow-ups, and takes the follow-ups in. It is for calls
-- that take in no more tasks than they end, so that a full Redis drains; spread.lua is for all others. Writes
-- only where running[id] is exactly the token of the claim.
--
-- KEYS  running tasks ready ghosts scheduled retrying expiries attempts cancels notes awaited ends once behind since succeeded results retained counters settings events receipt lane levels place later turns tags barred inflight order membership tally judging costs outbox lines mail batches gathered
-- USES  handon
-- ARGV  seq, cap (finished tasks kept, 0 = none; the one of the queue's settings goes before),
--       (token, id, result, kept for ms ('' = as the queue says, 0 = not at all), n,
--        (target queue ('' = this one; 'queue own batch@home' of one that is to be a member), id, envelope, due) × n) × the tasks
--       due as of enqueue, and behind it '!expiresInMs' where the task expires
-- Returns {'ok' | 'replayed', index of each task whose claim is lost... (1-based)} (the first word as of settle) | {'old'}.
-- Again with the same seq: the same verdicts, no effect.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD running cancels attempts notes tasks ready ghosts scheduled retrying expiries counters succeeded results retained since once lane levels place later turns tags barred inflight order costs outbox lines mail membership tally judging batches
return handOn()
