#!lua flags=allow-oom,no-writes
-- Tells in which format the data of a namespace is.
--
-- KEYS  format
-- ARGV  -
-- Returns {the newest format in which something may be, the least that an engine has to know to work with
--         it}; '' in place of what nobody has said.
-- Again: read only.
local told = call('HMGET', format, 'written', 'needs')

return {told[1] or '', told[2] or ''}
