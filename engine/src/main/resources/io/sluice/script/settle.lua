#!lua flags=allow-oom
-- Records outcomes. Writes only where running[id] is exactly the token of the claim.
--
-- KEYS  running tasks attempts cancels scheduled retrying ready since dead succeeded cancelled expired retained results notes awaited ends counters settings events receipt
-- USES  clock setting receipt told running ends finish awaited forget
-- ARGV  seq, cap (finished tasks kept per state, 0 = none; the one of the queue's settings goes before), groups,
--       (token, n, id × n, result × n) × groups      what succeeded, grouped by claim
--       (id, token, outcome, delayMs, failure) × the rest
--       outcome R retry, B bury, L release, Z snooze, C cancel, E expire; delayMs is for R and Z,
--       failure for R and B;
--       outcome S succeeded, kept for delayMs whatever the cap (0 = not kept), with its result as failure
-- Returns {'ok' | 'replayed', index of each item whose claim is lost... (1-based, over the whole call)}
--       | {'old'}.
-- Again with the same seq: the same verdicts, no effect; also after a sweep and with cap 0.
local seq, groups = ARGV[1], tonumber(ARGV[3])
local MAX_DROPPED, FEW_KEPT = 512, 1000

local lastSeq, lostBefore, late = lastCall(seq)
if lastSeq == seq then
  local reply = {'replayed'}
  for index in lostBefore:gmatch('%d+') do reply[#reply + 1] = tonumber(index) end
  return reply
end
if late then return {'old'} end

local cap = setting('retention_count', ARGV[2])
anyCancels = call('HLEN', cancels) > 0
anyAttempts = call('HLEN', attempts) > 0
anyNotes = call('HLEN', notes) > 0
local lost = {}

-- Of a run, its start is kept with its end; the token knows it. A token that is none is refused
-- below, and must not fail the others of its call here.
local function record(letter, token, result)
  return now() .. ' ' .. letter .. ' ' .. (token:match('%d+$') or 0) .. ' ' .. result
end

local arg, items = 4, 0
local done, records = {}, {}
for _ = 1, groups do
  local token, n = ARGV[arg], tonumber(ARGV[arg + 1])
  local firstId, firstResult = arg + 2, arg + 2 + n
  local holder = call('HMGET', running, unpack(ARGV, firstId, firstResult - 1))
  local prefix = record('S', token, '')
  for i = 1, n do
    if holder[i] == token then
      local id = ARGV[firstId + i - 1]
      done[#done + 1] = id
      records[#records + 1] = id
      records[#records + 1] = prefix .. ARGV[firstResult + i - 1]
    else
      lost[#lost + 1] = items + i
    end
  end
  items = items + n
  arg = firstResult + n
end

local FIRST_OTHER = arg
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results counters succeeded
if #ARGV >= FIRST_OTHER then
  -- GUARD ready cancelled expired scheduled retrying dead retained since
end
-- Where many are kept, whoever waits finds out in time.
local looksForWaiters = cap <= FEW_KEPT or #ARGV >= FIRST_OTHER
if looksForWaiters then anyAwaited() end

-- Finished for good: kept, oldest first, as far as the cap allows, or gone at once.
local function finishRun(state, list, ids, endRecords)
  leaveRunning(ids)
  local over = finish(state, list, ids, endRecords, cap) - cap
  if cap > 0 and over > 0 then
    local oldest = call('LPOP', list, math.min(over, MAX_DROPPED))
    if looksForWaiters then leaveKeptEnds(oldest) end
    forgetKept(oldest)
  end
end

if #done > 0 then finishRun('succeeded', succeeded, done, records) end
if #ARGV >= FIRST_OTHER then
  -- USES after since due failures
  local function failedOnce(before, failure)
    local failures, crashes, older = (before or '0 0'):match('^(%d+) (%d+) ?(.*)$')
    return (failures + 1) .. ' ' .. crashes .. ' ' .. withFailure(older, now() .. ' ' .. failure)
  end

  local ids = {}
  for i = FIRST_OTHER, #ARGV, 5 do ids[#ids + 1] = ARGV[i] end
  local holder, before, marks =
    call('HMGET', running, unpack(ids)), call('HMGET', attempts, unpack(ids)), call('HMGET', cancels, unpack(ids))
  local toRetry, toBury, toRelease, toSnooze, toCancel, toExpire, toRetain = {}, {}, {}, {}, {}, {}, {}
  local due, snoozed, buried, failed, cancelRecords, expireRecords = {}, {}, {}, {}, {}, {}
  local retainRecords, dropAt, toForget, forgotten = {}, {}, {}, {}

  for x = 1, #ids do
    local id, i = ids[x], FIRST_OTHER + 5 * (x - 1)
    local token, outcome, delayMs, failure = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    if holder[x] ~= token then
      lost[#lost + 1] = items + x
    else
      -- A cancel that was asked meanwhile wins over running again, not over an end.
      local stopped = marks[x] and (outcome == 'R' or outcome == 'L' or outcome == 'Z')
      if outcome == 'R' or outcome == 'B' then
        failed[#failed + 1] = id
        failed[#failed + 1] = failedOnce(before[x], failure)
      end
      if stopped or outcome == 'C' then
        toCancel[#toCancel + 1] = id
        cancelRecords[#cancelRecords + 1] = id
        cancelRecords[#cancelRecords + 1] = record('C', token, '')
      elseif outcome == 'S' then
        toRetain[#toRetain + 1] = id
        if delayMs == '0' then
          toForget[#toForget + 1] = id
          forgotten[#forgotten + 1] = record('S', token, failure)
        else
          retainRecords[#retainRecords + 1] = id
          retainRecords[#retainRecords + 1] = record('S', token, failure)
          dropAt[#dropAt + 1] = after(tonumber(delayMs))
          dropAt[#dropAt + 1] = id
        end
      elseif outcome == 'E' then
        toExpire[#toExpire + 1] = id
        expireRecords[#expireRecords + 1] = id
        expireRecords[#expireRecords + 1] = record('E', token, '')
      elseif outcome == 'R' then
        toRetry[#toRetry + 1] = id
        due[#due + 1] = after(tonumber(delayMs))
        due[#due + 1] = id
      elseif outcome == 'Z' then
        toSnooze[#toSnooze + 1] = id
        snoozed[#snoozed + 1] = after(tonumber(delayMs))
        snoozed[#snoozed + 1] = id
      elseif outcome == 'B' then
        toBury[#toBury + 1] = id
        buried[#buried + 1] = now()
        buried[#buried + 1] = id
      else
        toRelease[#toRelease + 1] = id
      end
    end
  end

  -- Not finished: leaves its run for the place that its outcome names.
  local function leave(counter, leaving)
    leaveRunning(leaving)
    call('HINCRBY', counters, counter, #leaving)
  end

  if #failed > 0 then
    call('HSET', attempts, unpack(failed))
    anyAttempts = true
  end
  if #toRetry > 0 then
    leave('retried', toRetry)
    putOff(retrying, 'retrying', due)
  end
  if #toSnooze > 0 then
    leave('snoozed', toSnooze)
    putOff(scheduled, 'scheduled', snoozed)
  end
  if #toBury > 0 then
    leave('dead', toBury)
    call('ZADD', dead, unpack(buried))
    tell('dead', toBury)
  end
  if #toRelease > 0 then
    leave('released', toRelease)
    readyAgain(toRelease, true)
  end
  if #toRetain > 0 then
    leaveRunning(toRetain)
    ended('succeeded', toRetain)
    if #dropAt > 0 then
      call('HSET', results, unpack(retainRecords))
      call('ZADD', retained, unpack(dropAt))
    end
    if #toForget > 0 then
      leaveEnds('finished', toForget, function(i) return forgotten[i] end)
      forget(toForget)
    end
  end
  if #toCancel > 0 then finishRun('cancelled', cancelled, toCancel, cancelRecords) end
  if #toExpire > 0 then finishRun('expired', expired, toExpire, expireRecords) end
end

keepReceipt(seq, table.concat(lost, ' '))
return {'ok', unpack(lost)}
