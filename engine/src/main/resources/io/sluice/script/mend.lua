#!lua flags=allow-oom,no-writes
-- Lists the schedules of a queue in chunks, so that the index can be made to name each.
--
-- KEYS  schedules
-- ARGV  cursor, count
-- Returns {next cursor ('0' = done), {schedule, revision, ...}}.
-- Again: read only.
local cursor, count = ARGV[1], ARGV[2]

local scan = call('HSCAN', schedules, cursor, 'COUNT', count)
local found = scan[2]
for i = 2, #found, 2 do found[i] = found[i]:match('^%S+') end
return {scan[1], found}
