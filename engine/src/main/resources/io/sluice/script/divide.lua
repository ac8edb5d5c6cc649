#!lua flags=allow-oom
-- Puts the map of the partitions of a queue, if the one that is there is of the generation that the caller read.
--
-- An engine that knows no partitions would look for tasks where they are not: with the first map the data of the
-- namespace is in a format that such an engine refuses.
--
-- KEYS  partitions format
-- ARGV  queue, generation of the map that was read (0 = there was none), map
--       A map begins with its generation and a blank. The field '' counts the changes of all maps.
-- Returns {'ok'} | {'other', map} (nothing was written: another map is there; '' where none is)
--       | {'full'} (nothing was written: too many queues have partitions).
-- Again: {'other', the map that was put}.
local queue, read, map = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local MOST_QUEUES, FORMAT = 1000, 2

local known = call('HGET', partitions, queue)
if tonumber(known and known:match('^%d+') or 0) ~= read then return {'other', known or ''} end
if not known and call('HLEN', partitions) > MOST_QUEUES then return {'full'} end
local before = call('HMGET', format, 'written', 'needs')
call('HSET', partitions, queue, map)
call('HINCRBY', partitions, '', 1)
call('HSET', format, 'written', math.max(FORMAT, tonumber(before[1]) or 1), 'needs', math.max(FORMAT, tonumber(before[2]) or 1))
return {'ok'}
