#!lua
-- Makes a queue known by name.
--
-- KEYS  queues
-- ARGV  name
-- Returns {1 = it is new | 0 = it was known}.
-- Again: {0}.

return {call('ZADD', queues, 0, ARGV[1])}
