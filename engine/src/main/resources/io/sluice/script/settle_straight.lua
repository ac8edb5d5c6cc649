#!lua flags=allow-oom
-- The short way of settle, for tasks without a group that succeeded, where nothing waits for a slot of the queue,
-- behind its tasks or for their ends, and no task is of a batch: the same effect and the same answer, for fewer keys
-- and commands.
--
-- KEYS  running tasks attempts cancels notes behind awaited succeeded retained results counters settings events receipt membership costs
-- ARGV  as of settle
-- Returns what settle returns | {'whole'} (nothing was written: run settle).
-- Again with the same seq: settle is asked, which knows the answer.
local seq, claims = ARGV[1], tonumber(ARGV[3])
local FIRST_CLAIM, FEW_KEPT, UNGROUPED = 4, 1000, '^%S+ %z' -- behind the token, no group

-- One task alone: the same as below, before any function is made. To make them costs such a call more than what it
-- does.
if claims == 1 and #ARGV == FIRST_CLAIM + 3 and ARGV[FIRST_CLAIM + 1] == '1' then
  local MOST_AT_ONCE, token, id, result = 512, ARGV[FIRST_CLAIM], ARGV[FIRST_CLAIM + 2], ARGV[FIRST_CLAIM + 3]
  local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'durability')
  local most, answer = tonumber(rules[1] or ARGV[2]), ''
  -- INLINE lastOfOne
  if isNext and not rules[2] and call('HGET', running, id) == token
    and call('EXISTS', behind, cancels, attempts, notes, membership, costs, most <= FEW_KEPT and awaited or behind) == 0 then
    local isKept, ids = most > 0, nil
    -- GUARD counters
    if isKept then
      -- GUARD results
    end
    local tooMany = isKept and call('LLEN', succeeded) + 1 - most or 0
    if not isKept or tooMany > 0 then
      -- GUARD tasks
    end
    -- INLINE timeOfOne leaveOne succeedOne
    if not isKept then ids = {id} elseif tooMany > 0 then ids = call('LPOP', succeeded, math.min(tooMany, MOST_AT_ONCE)) end
    if ids and isKept then call('HDEL', results, unpack(ids)) end
    if ids then
      -- INLINE forgetOnly
    end
    -- INLINE receiptOfOne
    return {rules[3] and 'ok ' .. rules[3] or 'ok'}
  end
end

-- USES receipt running followed ending forget keeping successes over

local lastSeq, unused, late = lastCall(seq)
local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'durability')
if lastSeq == seq or late or rules[2] then return {'whole'} end
local cap = tonumber(rules[1] or ARGV[2])
local done, taken, lost, laned, items, behindAll = successes(FIRST_CLAIM, claims)
local usual, own, gone = done.usual, done.own, done.gone
-- How what is forgotten has ended is left for who waits; of many that are kept, whoever waits finds out in time.
local looksForWaiters = #gone.ids > 0 or #usual.ids > 0 and cap <= FEW_KEPT
local any = call('EXISTS', behind, cancels, attempts, notes, membership, costs, looksForWaiters and awaited or behind) > 0
if any and call('EXISTS', behind, looksForWaiters and awaited or behind, membership, costs) > 0 then return {'whole'} end
behindAtAll, anyCancels, anyAttempts, anyNotes = false, any, any, any

if #ARGV >= behindAll then return {'whole'} end
for i = 1, #laned do
  if not laned[i]:find(UNGROUPED) then return {'whole'} end
end
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results counters succeeded cancels attempts notes
if #own.ids > 0 then
  -- GUARD retained
  leaveRunning(own.ids)
  countEnded('succeeded', own.ids)
  keepOwn(own)
end
local function endAndForget(ids)
  leaveRunning(ids)
  countEnded('succeeded', ids)
  forget(ids)
end
if #gone.ids > 0 then endAndForget(gone.ids) end
if #usual.ids > 0 and cap == 0 then
  endAndForget(usual.ids)
elseif #usual.ids > 0 then
  leaveRunning(usual.ids)
  countEnded('succeeded', usual.ids)
  local over = keepEnded(succeeded, usual.ids, usual.records) - cap
  if over > 0 then forgetKept(takeOver(succeeded, over)) end
end
keepReceipt(seq, table.concat(lost, ' '))
return {rules[3] and 'ok ' .. rules[3] or 'ok', unpack(lost)}
