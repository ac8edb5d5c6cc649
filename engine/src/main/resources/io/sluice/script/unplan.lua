#!lua flags=allow-oom
-- Deletes a schedule; tasks that it enqueued stay.
--
-- KEYS  schedules templates fires fired buffered
-- ARGV  name, revision that it must have ('*' = any)
-- Returns {1 = it was there | 0, 1 = it was paused | 0}.
-- Again: {0, 0}.
local name, revision = ARGV[1], ARGV[2]

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local line, score = call('HGET', schedules, name), call('ZSCORE', fires, name)
-- GUARD templates fired buffered

if not line or (revision ~= '*' and line:match('^%S+') ~= revision) then return {0, 0} end
for _, hash in ipairs({schedules, templates, fired, buffered}) do call('HDEL', hash, name) end
call('ZREM', fires, name)
return {1, score and tonumber(score) < 0 and 1 or 0}
