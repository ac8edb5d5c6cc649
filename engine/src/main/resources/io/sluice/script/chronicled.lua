#!lua flags=allow-oom,no-writes
-- Shows the newest steps of a ring in which something was recorded of a namespace.
--
-- KEYS  chronicle
-- USES  clock rings
-- ARGV  which ring (from 1), how many steps
-- Returns {now in ms, '', places as lib/rings.lua keeps them, oldest first...}.
-- Again: read only.
return {now(), '', unpack(placesOf(chronicle, tonumber(ARGV[1]), tonumber(ARGV[2])))}
