#!lua flags=allow-oom,no-writes
-- Tells the maps of the partitions of all queues that have partitions (see divide: at most 1001).
--
-- KEYS  partitions
-- ARGV  the count of changes that the caller knows ('' = none)
-- Returns {count of changes} when the caller knows it | {count of changes, (queue, map) × n}.
-- Again: read only.
local changes = call('HGET', partitions, '') or '0'
if changes == ARGV[1] then return {changes} end

local answer, all = {changes}, call('HGETALL', partitions)
for i = 1, #all, 2 do
  if all[i] ~= '' then
    answer[#answer + 1] = all[i]
    answer[#answer + 1] = all[i + 1]
  end
end
return answer
