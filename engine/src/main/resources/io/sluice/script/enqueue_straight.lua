#!lua
-- The short way of enqueue, for plain tasks with fresh ids that may run now, where no rule of the queue may
-- refuse them: the same effect and the same answer, for fewer keys and commands.
--
-- KEYS  tasks ready counters settings events receipt
-- USES  receipt ready
-- ARGV  as of enqueue
-- Returns what enqueue returns | {'whole'} (nothing was written: run enqueue).
-- Again with the same seq: enqueue is asked, which knows the answer.
local seq, maxBacklog, fresh = ARGV[1], ARGV[2], ARGV[3]
local FIRST_ITEM = 4
if fresh == '0' or #ARGV >= FIRST_ITEM + 2 * fresh then return {'whole'} end

local lastSeq, _, late = lastCall(seq)
local rules = call('HMGET', settings, 'max_backlog', 'max_delay')
if lastSeq == seq or late or (rules[1] or maxBacklog) ~= '0' or rules[2] then return {'whole'} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready counters
local ids, n = {}, 0
for i = FIRST_ITEM, #ARGV, 2 do
  n = n + 1
  ids[n] = ARGV[i]
end
call('HSET', tasks, unpack(ARGV, FIRST_ITEM))
makeReady(ids)
call('HINCRBY', counters, 'accepted', n)
keepReceipt(seq, n .. ',')
return {'ok', n}
