#!lua flags=allow-oom
-- Ends a session: fences it now; what it still runs is collected by the reaper.
--
-- KEYS  sessions walk reaper running gifts
-- USES  walk
-- ARGV  session
-- Returns 1 | 0 (it was not live any more).
-- Again: 0.
local session = ARGV[1]

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local inFlight, state = call('HLEN', running), call('HMGET', reaper, 'pass', 'cursor')
-- GUARD walk gifts
if call('ZREM', sessions, session) == 0 then return 0 end
call('HDEL', gifts, session)
-- With nothing running under anybody there is nothing to walk for.
if inFlight == 0 then return 1 end
walkFor({session}, tonumber(state[1] or 0), state[2] or '0')
return 1
