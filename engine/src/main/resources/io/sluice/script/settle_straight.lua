#!lua flags=allow-oom
-- The short way of settle, for tasks without a group that succeeded, where nothing waits for a slot of the queue,
-- behind its tasks or for their ends, and no task is of a batch: the same effect and the same answer, for fewer keys
-- and commands.
--
-- KEYS  running tasks attempts cancels notes behind awaited succeeded results counters settings events receipt membership costs
-- USES  receipt running followed ending forget successes over
-- ARGV  as of settle
-- Returns what settle returns | {'whole'} (nothing was written: run settle).
-- Again with the same seq: settle is asked, which knows the answer.
local seq, claims = ARGV[1], tonumber(ARGV[3])
local FEW_KEPT, UNGROUPED = 1000, '^%S+ %z' -- behind the token, no group

local lastSeq, unused, late = lastCall(seq)
local rules = call('HMGET', settings, 'retention_count', 'max_concurrency')
if lastSeq == seq or late or rules[2] then return {'whole'} end
local cap = tonumber(rules[1] or ARGV[2])
local any = call('EXISTS', behind, cancels, attempts, notes, membership, costs, cap <= FEW_KEPT and awaited or behind) > 0
if any and call('EXISTS', behind, awaited, membership, costs) > 0 then return {'whole'} end
behindAtAll, anyCancels, anyAttempts, anyNotes = false, any, any, any

local done, records, lost, laned, _, behindAll = successes(4, claims)
if #ARGV >= behindAll then return {'whole'} end
for i = 1, #laned do
  if not laned[i]:find(UNGROUPED) then return {'whole'} end
end
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results counters succeeded cancels attempts notes
if #done > 0 then
  leaveRunning(done)
  countEnded('succeeded', done)
  if cap == 0 then
    forget(done)
  else
    local over = keepEnded(succeeded, done, records) - cap
    if over > 0 then forgetKept(takeOver(succeeded, over)) end
  end
end
keepReceipt(seq, table.concat(lost, ' '))
return {'ok', unpack(lost)}
