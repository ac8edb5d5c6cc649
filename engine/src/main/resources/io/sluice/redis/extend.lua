#!lua flags=allow-oom
-- Keeps a session alive and tells which of its running tasks somebody asked to cancel.
-- Never revives a session that was fenced: being in `sessions` is the only test.
--
-- KEYS  sessions cancels
-- ARGV  session, lifeMs
-- Returns {'gone'} | {'ok', id...} with the ids whose cancel was asked.
-- Again: the same, with a new expiry.
local sessions, cancels = KEYS[1], KEYS[2]
local session, lifeMs = ARGV[1], tonumber(ARGV[2])
local call = redis.call

-- Beyond this many marks the pub/sub hints have to do: the call stays short.
local MAX_MARKS = 1000

local function now()
  local t = call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

if not call('ZSCORE', sessions, session) then return {'gone'} end
call('ZADD', sessions, now() + lifeMs, session)

local reply = {'ok'}
local marks = call('HLEN', cancels)
if marks > 0 and marks <= MAX_MARKS then
  local mine, all = session .. ':', call('HGETALL', cancels)
  for i = 1, #all, 2 do
    if all[i + 1]:sub(1, #mine) == mine then reply[#reply + 1] = all[i] end
  end
end
return reply
