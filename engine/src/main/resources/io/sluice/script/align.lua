#!lua flags=allow-oom
-- Pulls schedules in to a sooner instant, each if it is still due at the one that it was seen with.
--
-- KEYS  schedules fires
-- USES  clock
-- ARGV  (name, revision, due, sooner instant) ×
-- Returns {name that was pulled in...}.
-- Again: none, since they are due sooner by then.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD schedules fires

local pulled = {}
for i = 1, #ARGV, 4 do
  local name, revision, due, sooner = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local line = call('HGET', schedules, name)
  if line and line:match('^%S+') == revision and call('ZSCORE', fires, name) == due
    and tonumber(due) > now() and tonumber(sooner) < tonumber(due) then
    call('ZADD', fires, sooner, name)
    pulled[#pulled + 1] = name
  end
end
return pulled
