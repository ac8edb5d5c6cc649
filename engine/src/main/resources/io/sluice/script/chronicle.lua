#!lua flags=allow-oom
-- Adds what an engine has recorded of its queues to the rings of the whole namespace.
--
-- KEYS  chronicle
-- USES  rings
-- ARGV  accepted, succeeded, retried, dead, ready, running ('-' = it does not know all queues), waits, runs
-- Returns 'ok'.
-- Again: adds the same again.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD chronicle
addToRings(chronicle, {ARGV[1], ARGV[2], ARGV[3], ARGV[4]}, {ARGV[5], ARGV[6]}, 0, ARGV[7], ARGV[8])
return 'ok'
