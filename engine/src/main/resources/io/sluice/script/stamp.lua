#!lua flags=allow-oom
-- Says in which format the data of a namespace is at least.
--
-- KEYS  format
-- ARGV  the newest format in which something may be, the least that an engine has to know to work with it
-- Returns what format does.
-- Again: the same.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD format

-- What is no number stays for people to look at.
local function raised(told, least)
  local known = tonumber(told or 0)
  return known and math.max(known, tonumber(least)) or told
end

local told = call('HMGET', format, 'written', 'needs')
call('HSET', format, 'written', raised(told[1], ARGV[1]), 'needs', raised(told[2], ARGV[2]))
return call('HMGET', format, 'written', 'needs')
