#!lua flags=allow-oom
-- Records outcomes. Writes only where running[id] is exactly the token of the claim.
--
-- KEYS  running tasks attempts cancels scheduled retrying ready since dead succeeded cancelled expired retained results notes awaited ends counters settings events receipt
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
local RECEIPT_SECONDS = 3600
local MAX_SINCE = 10000
local MAX_DROPPED = 512
local MAX_FAILURES, MAX_TRACES = 10, 3
local ENDS_MS, FEW_KEPT = 10000, 1000

local last = call('GET', receipt)
if last then
  local lastSeq, lostBefore = last:match('^(%d+) (.*)$')
  if lastSeq == seq then
    local reply = {'replayed'}
    for index in lostBefore:gmatch('%d+') do reply[#reply + 1] = tonumber(index) end
    return reply
  end
  if tonumber(lastSeq) > tonumber(seq) then return {'old'} end
end

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local cap = tonumber(call('HGET', settings, 'retention_count') or ARGV[2])
local anyCancels = call('HLEN', cancels) > 0
local anyAttempts = call('HLEN', attempts) > 0
local anyNotes = call('HLEN', notes) > 0
local listened = call('PUBSUB', 'NUMSUB', events)[2] > 0
local lost, happened = {}, {}

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

local function count(counter, ids)
  call('HINCRBY', counters, counter, #ids)
end

local function tell(state, ids)
  if listened then happened[#happened + 1] = '@' .. state .. ' ' .. table.concat(ids, ' ') end
end

-- The channels named like the keys: somebody waits for the first task, and for the soonest.
local function tellReady(pushed, length)
  if length == pushed and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then redis.pcall('PUBLISH', ready, '') end
end

local function tellDue(from, due)
  local soonest = math.huge
  for i = 1, #due, 2 do soonest = math.min(soonest, due[i]) end
  if tonumber(call('ZRANGE', from, 0, 0, 'WITHSCORES')[2]) >= soonest
    and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
    redis.pcall('PUBLISH', retrying, math.floor(soonest - now))
  end
end

-- Since when those are ready that did not become so by their enqueue: for people, so a bounded number.
local function readySince(ids)
  if call('ZCARD', since) >= MAX_SINCE then return end
  local entries = {}
  for i = 1, #ids do
    entries[2 * i - 1] = now
    entries[2 * i] = ids[i]
  end
  call('ZADD', since, unpack(entries))
end

local function forget(ids)
  call('HDEL', tasks, unpack(ids))
  if anyAttempts then call('HDEL', attempts, unpack(ids)) end
  if anyNotes then call('HDEL', notes, unpack(ids)) end
end

-- How what is not kept ended is left for those who wait for it, for a while.
local anyAwaited = false
local function leaveEnds(ids, recordOf)
  if not anyAwaited then return end
  local untils = call('ZMSCORE', awaited, unpack(ids))
  for i = 1, #ids do
    local id = ids[i]
    if untils[i] and tonumber(untils[i]) > now then
      call('HSET', ends, id, cmsgpack.pack({'finished', recordOf(i),
        call('HGET', tasks, id), call('HGET', attempts, id), call('HGET', notes, id)}))
      call('ZADD', awaited, now + ENDS_MS, id)
    end
  end
end

-- Finished for good: kept, oldest first, as far as the cap allows, or gone at once.
local function finish(state, list, ids, records)
  call('HDEL', running, unpack(ids))
  if anyCancels then call('HDEL', cancels, unpack(ids)) end
  if cap > 0 then
    call('HSET', results, unpack(records))
    local over = call('RPUSH', list, unpack(ids)) - cap
    if over > 0 then
      local oldest = call('LPOP', list, math.min(over, MAX_DROPPED))
      leaveEnds(oldest, function(i) return call('HGET', results, oldest[i]) end)
      call('HDEL', results, unpack(oldest))
      forget(oldest)
    end
  else
    leaveEnds(ids, function(i) return records[2 * i] end)
    forget(ids)
  end
  count(state, ids)
  tell(state, ids)
end

-- Not finished: leaves its claim for the place that its outcome names.
local function leave(ids)
  call('HDEL', running, unpack(ids))
  if anyCancels then call('HDEL', cancels, unpack(ids)) end
end

-- Of a run, its start is kept with its end; the token knows it. A token that is none is refused
-- below, and must not fail the others of its call here.
local function record(letter, token, result)
  return now .. ' ' .. letter .. ' ' .. (token:match('%d+$') or 0) .. ' ' .. result
end

-- Newest first; when there are too many the first of all stays, since its time is asked for. The
-- traces, behind the third line, stay with the newest only.
local function withFailure(before, failure)
  local failures, crashes, older = (before or '0 0'):match('^(%d+) (%d+) ?(.*)$')
  local kept = {now .. ' ' .. failure}
  for one in older:gmatch('[^\30]+') do
    kept[#kept + 1] = #kept < MAX_TRACES and one or one:match('^[^\n]*\n[^\n]*\n[^\n]*') or one
  end
  if #kept > MAX_FAILURES then table.remove(kept, #kept - 1) end
  return (failures + 1) .. ' ' .. crashes .. ' ' .. table.concat(kept, '\30')
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
-- Where many are kept, whoever waits finds out in time.
if cap <= FEW_KEPT or #ARGV >= FIRST_OTHER then
  anyAwaited = call('ZCARD', awaited) > 0
  if anyAwaited then call('HLEN', ends) end
end
if #ARGV >= FIRST_OTHER then
  -- GUARD ready cancelled expired scheduled retrying dead retained since
end

if #done > 0 then finish('succeeded', succeeded, done, records) end
if #ARGV >= FIRST_OTHER then
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
        failed[#failed + 1] = withFailure(before[x], failure)
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
        buried[#buried + 1] = now
        buried[#buried + 1] = id
      else
        toRelease[#toRelease + 1] = id
      end
    end
  end

  if #failed > 0 then
    call('HSET', attempts, unpack(failed))
    anyAttempts = true
  end
  if #toRetry > 0 then
    leave(toRetry)
    call('ZADD', retrying, unpack(due))
    tellDue(retrying, due)
    count('retried', toRetry)
    tell('retrying', toRetry)
  end
  if #toSnooze > 0 then
    leave(toSnooze)
    call('ZADD', scheduled, unpack(snoozed))
    tellDue(scheduled, snoozed)
    count('snoozed', toSnooze)
    tell('scheduled', toSnooze)
  end
  if #toBury > 0 then
    leave(toBury)
    call('ZADD', dead, unpack(buried))
    count('dead', toBury)
    tell('dead', toBury)
  end
  if #toRelease > 0 then
    leave(toRelease)
    readySince(toRelease)
    tellReady(#toRelease, call('LPUSH', ready, unpack(toRelease)))
    count('released', toRelease)
    tell('ready', toRelease)
  end
  if #toRetain > 0 then
    leave(toRetain)
    if #dropAt > 0 then
      call('HSET', results, unpack(retainRecords))
      call('ZADD', retained, unpack(dropAt))
    end
    if #toForget > 0 then
      leaveEnds(toForget, function(i) return forgotten[i] end)
      forget(toForget)
    end
    count('succeeded', toRetain)
    tell('succeeded', toRetain)
  end
  if #toCancel > 0 then finish('cancelled', cancelled, toCancel, cancelRecords) end
  if #toExpire > 0 then finish('expired', expired, toExpire, expireRecords) end
end

call('SET', receipt, seq .. ' ' .. table.concat(lost, ' '), 'EX', RECEIPT_SECONDS)
if #happened > 0 then
  redis.pcall('PUBLISH', events, now .. ' ' .. table.concat(happened, ' '))
end
return {'ok', unpack(lost)}
