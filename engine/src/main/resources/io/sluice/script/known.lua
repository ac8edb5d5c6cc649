#!lua flags=allow-oom,no-writes
-- Says whether a queue is known by name.
--
-- KEYS  queues
-- ARGV  name
-- Returns {1 = it is | 0 = it is not}.
-- Again: read only.

return {call('ZSCORE', queues, ARGV[1]) and 1 or 0}
