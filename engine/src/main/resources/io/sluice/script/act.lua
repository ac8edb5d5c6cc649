#!lua flags=allow-oom
-- Does to one task what somebody asked for, if its state allows it.
--
--                 run_now   retry     reschedule  delete
--   scheduled     ready     no        scheduled   gone
--   ready         as it is  as it is  no          gone
--   running       as it is  as it is  no          no
--   retrying      ready     ready     retrying    gone
--   dead          no        ready     no          gone
--   finished      no        no        no          gone
--
-- What waits behind a task that runs, for its unique key, begins after that one also when it is run now, and
-- when it is given a time.
--
-- A dead task whose unique key another holds by now stays dead. Otherwise it takes a key again that
-- is held until its task has ended; one that is held for a time counts from the enqueue only.
--
-- Another priority moves a task inside its group, or out of the list of the plain ones; it is 'as it is'
-- where the task has it already, and done while it is ready, scheduled or retrying.
--
-- KEYS  tasks ready since lane levels place later turns tags barred order scheduled retrying running dead results succeeded cancelled expired retained attempts notes expiries once behind ghosts counters events membership tally judging costs gathered
-- USES  clock state waits behind since due forget ends envelope revive lanes spot numbers place moved wakes
-- ARGV  run_now | retry | reschedule | delete | prioritize, id, instant in ms (of reschedule) or priority
-- Returns {'done' | 'as it is' | 'no' | 'unknown', the state that it was in} | {'held', who holds its unique key}
--       | {'stopped', 'dead'} of a retry of a member of a batch that was cancelled
--       | {'late', the state that it is in} of a reschedule to when it has expired and could never begin.
-- Again: 'as it is' or 'done'; of delete 'unknown'.
local what, id, at = ARGV[1], ARGV[2], tonumber(ARGV[3])
local endedLists = {S = succeeded, C = cancelled, E = expired}
local endedStates = {S = 'succeeded', C = 'cancelled', E = 'expired'}

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results attempts notes once ghosts counters ready succeeded cancelled expired scheduled retrying dead retained expiries since behind lane levels place later turns tags barred order costs
anyMembers()

local state, record = stateOf(id)
if state == 'unknown' then return {'unknown', ''} end
local letter = state == 'finished' and record:match('^%d+ ([SCE])')
if letter then state = endedStates[letter] end

local function reviveDead()
  if isStopped(id) then return {'stopped', state} end
  local holder = takesKeyAgain(id, headOf(call('HGET', tasks, id)))
  if holder then return {'held', holder} end
  revive({id}, true)
  return {'done', state}
end

local function runNow()
  if state == 'ready' or state == 'running' then return {'as it is', state} end
  if state ~= 'scheduled' and state ~= 'retrying' then return {'no', state} end
  if dueBehind(id, 0) then return {'as it is', state} end
  local plain, laned, spots = leavePlace(id, state)
  readyAgain(plain, true)
  enterLane(laned, spots, true)
  wakeLanes()
  return {'done', state}
end

local function retry()
  if state == 'dead' then return reviveDead() end
  if state == 'scheduled' then return {'no', state} end
  return runNow()
end

local function reschedule()
  local set = state == 'scheduled' and scheduled or state == 'retrying' and retrying
  if not set then return {'no', state} end
  if at <= now() then return runNow() end
  local expiresAt = call('ZSCORE', expiries, id)
  if expiresAt and tonumber(expiresAt) <= at then return {'late', state} end
  if not dueBehind(id, at) then putOff(set, state, {at, id}) end
  return {'done', state}
end

local function delete()
  if state == 'running' then return {'no', state} end
  if letter then
    if call('ZREM', retained, id) == 0 then call('LREM', endedLists[letter], 1, id) end
  elseif state ~= 'cancelled' then
    leavePlace(id, state, OTHER_GHOST)
    purged({id}, state == 'dead' and 'dead' or 'pending')
  end
  forgetKept({id})
  call('ZREM', expiries, id)
  return {'done', state}
end

-- One without a group that is ready stays behind as a ghost in its list; it goes before those of its priority.
local function prioritize()
  if state ~= 'ready' and state ~= 'scheduled' and state ~= 'retrying' then return {'no', state} end
  local envelope, urgency = call('HGET', tasks, id), tostring(9 - at)
  local spot = spotOf(envelope)
  if (spot and urgencyOf(spot) or PLAIN_URGENCY) == urgency then return {'as it is', state} end
  local isReady, bare, moved = state == 'ready', withoutSpot(envelope), '\0' .. urgency
  if spot and isNumbered(spot) then
    moved = withUrgency(spot, urgency)
  elseif isReady then
    moved = moved .. newNumbers()()
  elseif urgency == PLAIN_URGENCY then
    moved = nil
  end
  call('HSET', tasks, id, moved and withSpot(moved, bare) or bare)
  if not isReady then
    takePlaces({id})
    if moved then keepPlaces({id}, {moved}) end
    return {'done', state}
  end
  if spot and isNumbered(spot) then leaveLane(id, spot) else leaveGhost(id, MOVED_GHOST) end
  enterLane({id}, {moved})
  wakeLanes()
  return {'done', state}
end

local acts = {prioritize = prioritize, run_now = runNow, retry = retry, reschedule = reschedule, delete = delete}
return acts[what]()
