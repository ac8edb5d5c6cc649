#!lua flags=allow-oom
-- Records outcomes. Writes only where running[id] is exactly the token of the claim.
--
-- KEYS  running tasks attempts cancels scheduled retrying ready since dead succeeded cancelled expired retained results notes awaited ends once behind counters settings events receipt
-- USES  clock setting receipt told running behind ends finish awaited forget
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
if anyBehind() then
  -- GUARD ready scheduled since once
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
if #ARGV >= FIRST_OTHER or anyBehind() then
  -- USES after since due failures follow
  local function failedOnce(before, failure)
    local failures, crashes, older = (before or '0 0'):match('^(%d+) (%d+) ?(.*)$')
    return (failures + 1) .. ' ' .. crashes .. ' ' .. withFailure(older, now() .. ' ' .. failure)
  end

  local ids = {}
  for i = FIRST_OTHER, #ARGV, 5 do ids[#ids + 1] = ARGV[i] end
  local function each(hash) return #ids > 0 and call('HMGET', hash, unpack(ids)) or {} end
  local holder, before, marks, followers = each(running), each(attempts), each(cancels), followersOf(ids)
  -- By where they go: their ids, and pairs of an id and its record, or of a time and its id.
  local going, failed, dropAt = {}, {}, {}
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
    if holder[x] ~= token then
      lost[#lost + 1] = items + x
    else
      -- A cancel that was asked meanwhile, or a newer task behind it, wins over running again, not over an end.
      local stopped = (marks[x] or followers[x]) and (outcome == 'R' or outcome == 'L' or outcome == 'Z')
      if outcome == 'R' or outcome == 'B' then
        failed[#failed + 1] = id
        failed[#failed + 1] = failedOnce(before[x], failure)
      end
      if stopped or outcome == 'C' then send('cancelled', id, id, record('C', token, ''))
      elseif outcome == 'E' then send('expired', id, id, record('E', token, ''))
      elseif outcome == 'R' then send('retrying', id, after(tonumber(delayMs)), id)
      elseif outcome == 'Z' then send('scheduled', id, after(tonumber(delayMs)), id)
      elseif outcome == 'B' then send('dead', id, now(), id)
      elseif outcome ~= 'S' then send('ready', id)
      elseif delayMs == '0' then send('gone', id, id, record('S', token, failure))
      else
        send('retained', id, id, record('S', token, failure))
        dropAt[#dropAt + 1] = after(tonumber(delayMs))
        dropAt[#dropAt + 1] = id
      end
    end
  end
  if #failed > 0 then
    call('HSET', attempts, unpack(failed))
    anyAttempts = true
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
  if group then putOff(retrying, 'retrying', group.pairs) end
  group = leave('scheduled', 'snoozed')
  if group then putOff(scheduled, 'scheduled', group.pairs) end
  group = leave('dead', 'dead')
  if group then
    call('ZADD', dead, unpack(group.pairs))
    tell('dead', group.ids)
  end
  group = leave('ready', 'released')
  if group then readyAgain(group.ids, true) end
  group = leave('retained')
  if group then
    ended('succeeded', group.ids)
    call('HSET', results, unpack(group.pairs))
    call('ZADD', retained, unpack(dropAt))
  end
  group = leave('gone')
  if group then finish('succeeded', succeeded, group.ids, group.pairs, 0) end
  group = going.cancelled
  if group then finishRun('cancelled', cancelled, group.ids, group.pairs) end
  group = going.expired
  if group then finishRun('expired', expired, group.ids, group.pairs) end
  letFollow(runsLeft)
end

keepReceipt(seq, table.concat(lost, ' '))
return {'ok', unpack(lost)}
