#!lua flags=allow-oom,no-writes
-- Lists the queues that are known by name, in order.
--
-- KEYS  queues
-- ARGV  name after which to begin ('' = from the first), limit
-- Returns {name, ...}.
-- Again: read only.
local after, limit = ARGV[1], ARGV[2]

return call('ZRANGEBYLEX', queues, after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, limit)
