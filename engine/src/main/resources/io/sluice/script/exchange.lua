#!lua flags=allow-oom
-- Records that tasks succeeded, and gives their session others for the slots that come free by that: what settle_straight
-- and claim_straight do one after the other, in a queue with a backlog of tasks without a group, where nothing holds them,
-- nothing waits behind the tasks or for their ends, and no task is of a batch.
--
-- KEYS  running tasks attempts cancels notes behind awaited succeeded retained results counters settings events membership costs sessions ready ghosts expiries aside lane levels lines standing gifts claimed receipt
-- USES  clock receipt running followed ending forget successes over given fitting ready
-- ARGV  as of settle, of what succeeded and is kept as the queue says; and behind the groups
--       session, number of the claim, max, bytes (of envelopes; one task is given whatever its size)
-- Returns {'ok', {index of each item whose claim is lost...}, 'ok' | 'more' (are there, or may be), token, ids, envelopes, {}}
--       | {'whole'} (nothing was written: run settle, and claim under this number).
-- Again with the same seq: settle is asked, which knows the answer, and claim under the same number.
local seq, groups = ARGV[1], tonumber(ARGV[3])
local FIRST_GROUP, FEW_KEPT, WHOLE = 4, 1000, {'whole'}

local lastSeq, unused, late = lastCall(seq)
local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'paused', 'rate', 'durability')
if lastSeq == seq or late or rules[2] or rules[3] == '1' or rules[4] or rules[5] then return WHOLE end
local cap = tonumber(rules[1] or ARGV[2])
local done, taken, lost, laned, items, behindAll = successes(FIRST_GROUP, groups)
local ids, records = done.usual.ids, done.usual.records
if #ids == 0 or #laned > 0 or #done.own.ids > 0 or #done.gone.ids > 0 then return WHOLE end
local session, number, max, bytes = ARGV[behindAll], ARGV[behindAll + 1], tonumber(ARGV[behindAll + 2]), tonumber(ARGV[behindAll + 3])
-- How what is forgotten has ended is left for who waits; of many that are kept, whoever waits finds out in time.
if call('EXISTS', behind, cancels, attempts, notes, membership, costs, ghosts, expiries, aside, lane, levels, lines, standing, gifts,
  cap <= FEW_KEPT and awaited or behind) > 0 then
  return WHOLE
end
-- Whether the number is the next one of a live session. Where nothing has an attempt behind it there is no suspect (see claim).
local lastClaim = (call('GET', claimed) or '0 '):match('^%d+')
if tonumber(lastClaim) >= tonumber(number) or not call('ZSCORE', sessions, session) then return WHOLE end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results counters succeeded ready
behindAtAll, anyCancels, anyAttempts, anyNotes = false, false, false, false
leaveRunning(ids)
countEnded('succeeded', ids)
if cap == 0 then
  forget(ids)
else
  local over = keepEnded(succeeded, ids, records) - cap
  if over > 0 then forgetKept(takeOver(succeeded, over)) end
end
keepReceipt(seq, table.concat(lost, ' '))

local startedAt, before, more = now(), call('HLEN', running), false
local token, next, envelopes = tokenOf(session, number, startedAt), call('LPOP', ready, max) or {}, {}
if #next > 0 then
  local rest, kept
  rest, kept, envelopes = fitting(next, bytes, false)
  more = rest <= #next
  if more then returnReady(next, rest, #next) end
  next = kept
end
if #next > 0 then give(next, token, before) end
-- As keepGiven does for a claim of its own. An empty answer needs its receipt too: see claim_straight.
call('SET', claimed, number .. ' ' .. startedAt .. ':' .. (#next > 0 and ' ' .. table.concat(next, ' ') or ''), 'EX', 3600)
return {'ok', lost, more and 'more' or 'ok', token, next, envelopes, {}}
