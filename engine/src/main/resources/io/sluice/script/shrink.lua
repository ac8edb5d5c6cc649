#!lua flags=allow-oom
-- Makes what a claim gave fit into fewer bytes, when its answer did not get through: as many of its
-- tasks as fit stay with the session, one at least, and the others go back to the head of `ready`.
-- Nobody has heard of them, so nothing was started and nothing is counted.
--
-- KEYS  ready since tasks running attempts cancels scheduled retrying cancelled results notes awaited ends once behind counters settings events receipt lane levels turns tags barred inflight order place later membership tally judging costs gathered
-- USES  setting receipt running behind follow since cancelled fence lanes slots spot moved wakes
-- ARGV  session, seq, bytes, cap (cancelled tasks kept, 0 = none; the one of the queue's settings goes before)
-- Returns {id...} of those that the session does not hold any more.
-- Again: none.
local session, seq, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3])

local lastSeq, answer = lastCall(seq)
if lastSeq ~= seq then return {} end
local startedAt, suspect, given = answer:match('^(%d+):(%S*)(.*)$')
local token = session .. ':' .. seq .. ':' .. startedAt
local cap = setting('retention_count', ARGV[4])

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running attempts cancels results notes ends counters ready cancelled since awaited behind once scheduled retrying lane levels turns tags barred inflight order place later costs
anyMembers()

local kept, back, stopped, left, used, spots = {}, {}, {}, {}, 0, {}
for id in given:gmatch('%S+') do
  local holder = call('HGET', running, id)
  if isHeldBy(holder, token) then
    spots[id] = spotOfRun(holder)
    used = used + call('HSTRLEN', tasks, id) + call('HSTRLEN', attempts, id)
    if used <= bytes or #kept == 0 then
      kept[#kept + 1] = id
    elseif call('HEXISTS', cancels, id) == 1 or followersOf({id})[1] then
      left[#left + 1] = id
      stopped[#stopped + 1] = id
    else
      left[#left + 1] = id
      table.insert(back, 1, id)
    end
  end
end

if #back > 0 then
  local plain, laned, theirs = {}, {}, {}
  for i = 1, #back do
    local spot = spots[back[i]]
    if spot then
      laned[#laned + 1], theirs[#theirs + 1] = back[i], spot
    else
      plain[#plain + 1] = back[i]
    end
  end
  leaveRunning(back)
  readyAgain(plain, true)
  enterLane(laned, theirs, true)
end
-- A cancel that was asked meanwhile wins over running again, and so does a newer task behind it.
if #stopped > 0 then
  leaveRunning(stopped)
  endCancelled(stopped, cap)
end
letFollow(runsLeft)

local freed = {}
for i = 1, #left do freed[#freed + 1] = spots[left[i]] end
freeSlots(freed)
wakeLanes()

-- The suspect may have gone back.
if suspect ~= '' and call('HGET', running, suspect) == false then suspect = '' end
keepReceipt(seq, startedAt .. ':' .. suspect .. (#kept > 0 and ' ' .. table.concat(kept, ' ') or ''))
return left
