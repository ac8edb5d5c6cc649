#!lua flags=allow-oom
-- Puts the map of the partitions of a queue, if the one that is there is of the generation that the caller read.
--
-- KEYS  partitions
-- ARGV  queue, generation of the map that was read (0 = there was none), map
--       A map begins with its generation and a blank. The field '' counts the changes of all maps.
-- Returns {'ok'} | {'other', map} (nothing was written: another map is there; '' where none is)
--       | {'full'} (nothing was written: too many queues have partitions).
-- Again: {'other', the map that was put}.
local queue, read, map = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local MOST_QUEUES = 1000

local known = call('HGET', partitions, queue)
if tonumber(known and known:match('^%d+') or 0) ~= read then return {'other', known or ''} end
if not known and call('HLEN', partitions) > MOST_QUEUES then return {'full'} end
call('HSET', partitions, queue, map)
call('HINCRBY', partitions, '', 1)
return {'ok'}
