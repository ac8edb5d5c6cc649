#!lua flags=allow-oom
-- Tells all engines of the namespace in which queue a schedule has changed.
--
-- KEYS  changes
-- ARGV  queue
-- Returns {engines that heard it}.
-- Again: they hear it again, and look again.

return {call('PUBLISH', changes, ARGV[1])}
