#!lua
-- Puts a schedule, or replaces it. One whose timing stays the same keeps the instant at which it is
-- due, and one that is paused stays paused: whoever puts it again at each start changes nothing.
--
-- KEYS  schedules templates fires
-- USES  clock
-- ARGV  name, line 'revision overlap expiresInMs catchUp timing...', template, next instant in ms,
--       paused (0 | 1: of a new one)
-- Returns {'ok', 1 = new | 0 = replaced} | {'late', now}: the next instant has come meanwhile.
-- Again: the same.
local name, line, template, due, paused = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5] == '1'

local function timingOf(text) return text:match('^%S+ %S+ %S+ %S+ (.*)$') end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local before, score = call('HGET', schedules, name), call('ZSCORE', fires, name)
-- GUARD templates

local same = before and score and timingOf(before) == timingOf(line)
if not same then
  if due <= now() then return {'late', now()} end
  -- One that is paused has its instant below zero.
  if before and score then paused = tonumber(score) < 0 end
  call('ZADD', fires, paused and -due or due, name)
end
call('HSET', schedules, name, line)
call('HSET', templates, name, template)
return {'ok', before and 0 or 1}
