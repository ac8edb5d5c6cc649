#!lua flags=allow-oom,no-writes
-- Shows the newest steps of a ring in which something was recorded of a queue.
--
-- KEYS  rates history
-- USES  clock rings
-- ARGV  which ring (from 1), how many steps
-- Returns {now in ms, ready and running when it was recorded last, as 'ready running', or '',
--       places as lib/rings.lua keeps them, oldest first...}.
-- Again: read only.
local last = (call('HGET', rates, 'recorded') or ''):match('%S+ %S+$') or ''
return {now(), last, unpack(placesOf(history, tonumber(ARGV[1]), tonumber(ARGV[2])))}
