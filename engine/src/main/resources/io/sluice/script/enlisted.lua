#!lua flags=allow-oom,no-writes
-- Lists entries of the index of schedules, 'name queue revision', in the order of names.
--
-- KEYS  index
-- ARGV  first and last member as ZRANGEBYLEX takes them, limit
-- Returns {entry, ...}.
-- Again: read only.
local first, last, limit = ARGV[1], ARGV[2], ARGV[3]

return call('ZRANGEBYLEX', index, first, last, 'LIMIT', 0, limit)
