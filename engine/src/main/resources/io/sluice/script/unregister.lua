#!lua flags=allow-oom
-- Takes a queue out of those that are known by name.
--
-- KEYS  queues
-- ARGV  name
-- Returns {1 = it was known | 0 = it was not}.
-- Again: {0}.

return {call('ZREM', queues, ARGV[1])}
