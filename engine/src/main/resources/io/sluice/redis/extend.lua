#!lua flags=allow-oom
-- Keeps a session alive and tells which of its running tasks somebody asked to cancel.
-- Never revives a session that was fenced: being in `sessions` is the only test.
--
-- KEYS  sessions cancels
-- ARGV  session, lifeMs, cursor ('0' = from the start), count
-- Returns {'gone'} | {'ok', next cursor ('0' = these were the last), id...} with ids of its running
--       tasks whose cancel was asked.
-- Again: the same, with a new expiry.
local sessions, cancels = KEYS[1], KEYS[2]
local session, lifeMs, cursor, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local call = redis.call

local function now()
  local t = call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

if not call('ZSCORE', sessions, session) then return {'gone'} end
call('ZADD', sessions, now() + lifeMs, session)

local scan = call('HSCAN', cancels, cursor, 'COUNT', count)
local reply, mine, marks = {'ok', scan[1]}, session .. ':', scan[2]
for i = 1, #marks, 2 do
  if marks[i + 1]:sub(1, #mine) == mine then reply[#reply + 1] = marks[i] end
end
return reply
