#!lua flags=allow-oom
-- Goes on with stopping a batch in this queue: one chunk of a walk through all members. What waits ends as cancelled, and
-- what runs is asked to stop, so that it does not run again. Whoever calls takes the next chunk.
--
-- KEYS  membership tally cancels tasks running retrying dead results expiries cancelled attempts notes counters awaited ends behind ready ghosts scheduled lane levels place later turns tags barred order costs judging events settings gathered
-- USES  state memberships waits cancelled setting tojudge run
-- ARGV  number of the part, entries that one call looks at, cap (cancelled tasks kept; the one of the queue's settings goes before)
-- Returns {more (0 | 1), cancelled, asked}.
-- Again: goes on.
local number, scanCount = ARGV[1], ARGV[2]
local MOST_STOPPED = 256
local cap = setting('retention_count', ARGV[3])

local walk = call('HGET', tally, '>' .. number)
if not walk then return {0, 0, 0} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD gathered tasks running retrying dead results cancels expiries cancelled attempts notes counters awaited ends behind ready ghosts scheduled lane levels place later turns tags barred order costs membership tally judging
-- A cursor is valid only for the server process that gave it: hash seeds differ.
local cursor, runBefore = walk:match('^(%d+) (%S*)$')
local run = runId()
if run ~= runBefore then cursor = '0' end

local scan, waiting, asked, cut = call('HSCAN', membership, cursor, 'COUNT', countFor(run, scanCount)), {}, 0, false
local members = membersIn(scan[2])
for i = 1, #members, 2 do
  if #waiting + asked >= MOST_STOPPED then
    cut = true -- a huge listpack answers in one chunk: the same cursor again
    break
  end
  local id, state, token = members[i], 'of another batch', nil
  if members[i + 1] == number then state, token = stateOf(id) end
  if state == 'running' then
    if call('HSETNX', cancels, id, token) == 1 then
      asked = asked + 1
      redis.pcall('PUBLISH', cancels, id) -- the channel of that name
    end
  elseif state == 'ready' or state == 'scheduled' or state == 'retrying' then
    leavePlace(id, state, CANCELLED_GHOST)
    call('ZREM', expiries, id)
    waiting[#waiting + 1] = id
  end
end
if #waiting > 0 then endCancelled(waiting, cap) end

if not cut and scan[1] == '0' then
  call('HDEL', tally, '>' .. number)
  judgeSoon(number)
  return {0, #waiting, asked}
end
call('HSET', tally, '>' .. number, (run == '' and '0' or cut and cursor or scan[1]) .. ' ' .. run)
return {1, #waiting, asked}
