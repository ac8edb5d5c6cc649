#!lua flags=allow-oom
-- Asks the worker of a live session to claim nothing more, to stop, or to claim as before. It learns
-- so with its next extend, which the hint has it make at once.
--
-- KEYS  sessions workers cancels
-- ARGV  session, word (claim, quiet, stop)
-- Returns 1 | 0 (it is not live; nobody is asked).
-- Again: the same.
local session, word = ARGV[1], ARGV[2]

-- GUARD workers cancels
if not call('ZSCORE', sessions, session) then return 0 end
call('HSET', workers, session .. '?', word)
redis.pcall('PUBLISH', cancels, session) -- the channel of that name
return 1
