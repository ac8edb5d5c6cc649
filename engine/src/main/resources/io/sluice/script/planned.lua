#!lua flags=allow-oom
-- Shows a schedule.
--
-- KEYS  schedules templates fires fired buffered
-- ARGV  name
-- Returns {line, template, due ('' = never; below zero = paused), 'last instant, last id, fired,
--       skipped' ('' = never fired), 1 = a fire is kept | 0} | {}: no such schedule.
-- Again: what it is then.
local name = ARGV[1]

local line = call('HGET', schedules, name)
if not line then return {} end
return {line, call('HGET', templates, name) or '', call('ZSCORE', fires, name) or '',
  call('HGET', fired, name) or '', call('HEXISTS', buffered, name)}
