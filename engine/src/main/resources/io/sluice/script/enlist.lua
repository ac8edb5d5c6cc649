#!lua flags=allow-oom
-- Says in which queue a schedule is, or that there is none of this name, unless somebody else said
-- something meanwhile. Entries are 'name queue revision': a space sorts before what names hold.
--
-- KEYS  index
-- ARGV  name, entry ('' = take it out), entry that must be there ('' = none, '*' = any or none)
-- Returns {1 = said | 0 = another entry is there}.
-- Again: the same entry once more, or 0.
local name, entry, expected = ARGV[1], ARGV[2], ARGV[3]

local there = call('ZRANGEBYLEX', index, '[' .. name .. ' ', '(' .. name .. '!', 'LIMIT', 0, 1)[1] or ''
if expected ~= '*' and expected ~= there then return {0} end
if there ~= '' then call('ZREM', index, there) end
if entry ~= '' then call('ZADD', index, 0, entry) end
return {1}
