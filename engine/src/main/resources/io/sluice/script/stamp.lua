#!lua flags=allow-oom
-- Says in which format the data of a namespace is, where nobody has said so.
--
-- KEYS  format
-- ARGV  the newest format in which something may be, the least that an engine has to know to work with it
-- Returns what format does.
-- Again: the same.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD format

call('HSETNX', format, 'written', ARGV[1])
call('HSETNX', format, 'needs', ARGV[2])
return call('HMGET', format, 'written', 'needs')
