#!lua flags=allow-oom
-- Records outcomes. Writes only where running[id] is exactly the token of the claim.
--
-- KEYS  running tasks attempts cancels scheduled retrying ready since dead succeeded cancelled expired retained results notes awaited ends once behind counters settings events receipt lane levels place later turns tags barred inflight order membership tally judging costs gathered
-- USES  clock after receipt least running followed finish awaited forget fence endrecord successes endsuccesses over moved costs
-- ARGV  seq, cap (finished tasks kept per state, 0 = none; the one of the queue's settings goes before), groups,
--       (token, n, id × n, result × n) × groups      what succeeded, grouped by claim; behind an n a blank and for how
--                                                    many ms these are kept whatever the cap (0 = not at all), if told
--       (id, token, outcome, delayMs, failure) × the rest
--       outcome R retry, B bury, L release, Z snooze, T throttle its group, C cancel, E expire; delayMs is for R, Z and T,
--       failure for R and B
-- Returns {'ok' | 'replayed', index of each item whose claim is lost... (1-based, over the whole call)}; behind the
--         first word a blank and how safe the queue wants it, where it does
--       | {'old'}.
-- Again with the same seq: the same verdicts, no effect; also after a sweep and with cap 0.
local seq, claims = ARGV[1], tonumber(ARGV[3])
local FEW_KEPT = 1000

local lastSeq, lostBefore, late = lastCall(seq)
if lastSeq == seq then
  local reply = {'replayed'}
  for index in lostBefore:gmatch('%d+') do reply[#reply + 1] = tonumber(index) end
  return withLeast(reply)
end
if late then return {'old'} end

local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'durability')
local cap = tonumber(rules[1] or ARGV[2])
local wasFull = rules[2] and call('HLEN', running) >= tonumber(rules[2])
local left = {} -- spots of laned tasks that ran
anyCancels = call('HLEN', cancels) > 0
anyAttempts = call('HLEN', attempts) > 0
anyNotes = call('HLEN', notes) > 0
anyCosts() -- before anything is written

local done, isDone, lost, laned, items, FIRST_OTHER = successes(4, claims)
-- Behind the token, of a task without a group a NUL, and no slot.
for i = 1, #laned do
  if not laned[i]:find('^%S+ %z') then left[#left + 1] = laned[i] end
end
local others, holders, anyLaned = {}, {}, #left > 0
for i = FIRST_OTHER, #ARGV, 5 do others[#others + 1] = ARGV[i] end
if #others > 0 then
  holders = call('HMGET', running, unpack(others))
  for i = 1, #others do anyLaned = anyLaned or holders[i] and holders[i]:find(' ', 1, true) end
end
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results counters succeeded
if #done.own.ids > 0 then
  -- GUARD retained
end
anyMembers()
if anyLaned or anyBehind() then
  -- GUARD ready lane levels place later turns tags barred inflight order
end
if wasFull or #ARGV >= FIRST_OTHER then
  -- GUARD ready cancelled expired scheduled retrying dead since
end
if anyBehind() then
  -- GUARD ready scheduled since once
end
-- Where many are kept, whoever waits finds out in time.
local looksForWaiters = cap <= FEW_KEPT or #done.gone.ids > 0 or #ARGV >= FIRST_OTHER
if looksForWaiters then anyAwaited() end

-- Finished for good: kept, oldest first, as far as the cap allows, or gone at once.
local function finishRun(state, list, ids, endRecords)
  leaveRunning(ids)
  local over = finish(state, list, ids, endRecords, cap) - cap
  if cap > 0 and over > 0 then
    local oldest = takeOver(list, over)
    if looksForWaiters then leaveKeptEnds(oldest) end
    forgetKept(oldest)
  end
end

endSuccesses(done, cap, looksForWaiters)
if #left > 0 or wasFull or #ARGV >= FIRST_OTHER or anyBehind() then
  -- USES since due bury failures behind follow ready spot lanes slots place bars wakes
  local spots = {} -- of those that do not end, by their ids

  local function failedOnce(before, failure)
    local failures, crashes, older = (before or '0 0'):match('^(%d+) (%d+) ?(.*)$')
    return (failures + 1) .. ' ' .. crashes .. ' ' .. withFailure(older, now() .. ' ' .. failure)
  end

  local function settleOthers()
    local ids, holder = others, holders
    local before, marks, followers =
      call('HMGET', attempts, unpack(ids)), call('HMGET', cancels, unpack(ids)), followersOf(ids)
    -- By where they go: their ids, and pairs of an id and its record, or of a time and its id.
    local going, failed, throttled = {}, {}, {}
    local function send(to, id, first, second)
      local group = going[to] or {ids = {}, pairs = {}}
      going[to] = group
      group.ids[#group.ids + 1] = id
      group.pairs[#group.pairs + 1] = first
      group.pairs[#group.pairs + 1] = second
    end

    for x = 1, #ids do
      local id, i = ids[x], FIRST_OTHER + 5 * (x - 1)
      local token, outcome, delayMs, failure = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
      if isDone[id] or not isHeldBy(holder[x], token) then
        lost[#lost + 1] = items + x
      else
        isDone[id] = true
        local spot = spotOfRun(holder[x])
        if spot then left[#left + 1] = holder[x] end
        spots[id] = spot
        if outcome == 'T' and (not spot or groupOf(spot) == '') then outcome = 'Z' end
        if outcome == 'T' then
          local group = groupOf(spot)
          if not throttled[group] then throttled[#throttled + 1] = group end
          throttled[group] = math.max(throttled[group] or 0, after(tonumber(delayMs)))
        end
        -- A cancel that was asked meanwhile, or a newer task behind it, wins over running again, not over an end.
        local stopped = (marks[x] or followers[x]) and (outcome == 'R' or outcome == 'L' or outcome == 'Z' or outcome == 'T')
        if outcome == 'R' or outcome == 'B' then
          failed[#failed + 1] = id
          failed[#failed + 1] = failedOnce(before[x], failure)
        end
        if stopped or outcome == 'C' then send('cancelled', id, id, endRecord('C', token, ''))
        elseif outcome == 'E' then send('expired', id, id, endRecord('E', token, ''))
        elseif outcome == 'R' then send('retrying', id, after(tonumber(delayMs)), id)
        elseif outcome == 'Z' then send('scheduled', id, after(tonumber(delayMs)), id)
        elseif outcome == 'B' then send('dead', id)
        else send('ready', id) end
      end
    end
    if #failed > 0 then
      call('HSET', attempts, unpack(failed))
      anyAttempts = true
    end

    -- Of these the plain ones, the laned ones and their spots.
    local function parted(all)
      local plain, laned, theirs = {}, {}, {}
      for i = 1, #all do
        local spot = spots[all[i]]
        if spot then
          laned[#laned + 1], theirs[#theirs + 1] = all[i], spot
        else
          plain[#plain + 1] = all[i]
        end
      end
      return plain, laned, theirs
    end

    local function keepSpots(all, areDead)
      local _, laned, theirs = parted(all)
      keepPlaces(laned, theirs, areDead)
    end

    -- The group that goes there, which leaves its run; counted, where that is no end.
    local function leave(to, counter)
      local group = going[to]
      if not group then return nil end
      leaveRunning(group.ids)
      if counter then call('HINCRBY', counters, counter, #group.ids) end
      return group
    end

    local group = leave('retrying', 'retried')
    if group then
      putOff(retrying, 'retrying', group.pairs)
      keepSpots(group.ids)
    end
    group = leave('scheduled', 'snoozed')
    if group then
      putOff(scheduled, 'scheduled', group.pairs)
      keepSpots(group.ids)
    end
    group = leave('dead')
    if group then
      keepSpots(group.ids, true)
      bury(group.ids)
    end
    group = leave('ready', 'released')
    if group then
      local plain, laned, theirs = parted(group.ids)
      readyAgain(plain, true)
      enterLane(laned, theirs, true)
    end
    for i = 1, #throttled do barThrottled(throttled[i], throttled[throttled[i]]) end
    group = going.cancelled
    if group then finishRun('cancelled', cancelled, group.ids, group.pairs) end
    group = going.expired
    if group then finishRun('expired', expired, group.ids, group.pairs) end
  end

  if #ARGV >= FIRST_OTHER then settleOthers() end
  if #left > 0 then
    for i = 1, #left do left[i] = spotOfRun(left[i]) end
    freeSlots(left)
  end
  letFollow(runsLeft)
  wakeLanes()
  -- Workers that found as many running as may wait for a word.
  if wasFull then wakeReady() end
end

keepReceipt(seq, table.concat(lost, ' '))
return withLeast({'ok', unpack(lost)}, rules[3])
