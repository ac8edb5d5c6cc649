-- Sessions that stand: their last claim found nothing, and they may be given a task that comes alone under the number
-- of that claim (see offer). Who stands is 'session number', by when it last asked.
--
-- KEYS  standing gifts
-- USES  clock
-- NAMES STANDS wouldStand stand leaveStanding

-- The receipt of a claim whose session stands, behind the time, in place of the ids: a claim that is made again under
-- its number is another look. After any other receipt it is a late copy, which takes nothing.
local STANDS = ' ?'

-- Whether a claim that finds nothing is to stand: the argument of its max says so.
local function wouldStand() return ARGV[3]:find(' ', 1, true) ~= nil end

-- The answer of the claim.
local function stand(session, seq, token)
  call('ZADD', standing, now(), session .. ' ' .. seq)
  return {'stands', token, {}, {}, {}}
end

-- It stands under this number no longer; what it was given under it is kept on unless it has heard of it.
local function leaveStanding(session, number, hasHeard)
  call('ZREM', standing, session .. ' ' .. number)
  if hasHeard then call('HDEL', gifts, session) end
end
