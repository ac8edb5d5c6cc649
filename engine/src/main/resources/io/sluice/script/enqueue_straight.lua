#!lua
-- The short way of enqueue, for tasks without a group, with fresh ids, that may run now, where no rule of the
-- queue may refuse them: the same effect and the same answer, for fewer keys and commands.
--
-- KEYS  tasks ready levels order turns counters settings events receipt
-- ARGV  as of enqueue
-- Returns what enqueue returns | {'whole'} (nothing was written: run enqueue).
-- Again with the same seq: enqueue is asked, which knows the answer.
local seq, maxBacklog, fresh = ARGV[1], ARGV[2], ARGV[3]
local FIRST_ITEM = 4

-- USES receipt ready

local others = fresh:find(' ', 1, true)
if others then fresh, others = fresh:sub(1, others - 1), fresh:sub(others) end
if fresh == '0' or #ARGV >= FIRST_ITEM + 2 * fresh then return {'whole'} end

local lastSeq, _, late = lastCall(seq)
local rules = call('HMGET', settings, 'max_backlog', 'max_delay', 'durability', 'map')
local map = rules[4]
-- INLINE isMoved
if lastSeq == seq or late or (rules[1] or maxBacklog) ~= '0' or rules[2] or isMoved then return {'whole'} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready counters
local n = (#ARGV + 1 - FIRST_ITEM) / 2
if not others then
  local ids = {}
  for i = 1, n do ids[i] = ARGV[FIRST_ITEM + 2 * (i - 1)] end
  call('HSET', tasks, unpack(ARGV, FIRST_ITEM))
  makeReady(ids)
else
  -- USES intolevels wakes
  -- GUARD levels order turns
  local leveled, firstLeveled = leveledIn(others, #ARGV)
  local ids = {}
  for i = FIRST_ITEM, firstLeveled - 1, 2 do ids[#ids + 1] = ARGV[i] end
  call('HSET', tasks, unpack(ARGV, FIRST_ITEM))
  makeReady(ids)
  enterLevels(leveled)
  wakeLanes()
end
call('HINCRBY', counters, 'accepted', n)
keepReceipt(seq, n .. ',')
return {rules[3] and 'ok ' .. rules[3] or 'ok', n}
