#!lua
-- Takes many tasks in. The only script without allow-oom: a full Redis takes no new task, but drains.
--
-- KEYS  tasks ready scheduled retrying ghosts counters settings events receipt aside
-- USES  clock setting receipt ready
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), fresh,
--       (id, envelope) × fresh            ids nobody can have used: not checked, ready now
--       (id, envelope, due) × the rest    checked; due = '0' now | delay in ms | '@' instant in ms
-- Returns {'ok' | 'replayed', accepted, index of each duplicate... (1-based, over the whole call)}
--       | {'full'} (nothing was taken) | {'old'} (a later call of this lane was answered already).
-- Again with the same seq: the same answer, no effect.
local seq, fresh = ARGV[1], tonumber(ARGV[3])

local lastSeq, answer, late = lastCall(seq)
if lastSeq == seq then
  if answer == 'full' then return {'full'} end
  local reply = {'replayed'}
  for number in answer:gmatch('%d+') do reply[#reply + 1] = tonumber(number) end
  return reply
end
if late then return {'old'} end

local maxBacklog = setting('max_backlog', ARGV[2])
if maxBacklog > 0 then
  -- USES backlog
  if isFull(maxBacklog) then
    keepReceipt(seq, 'full')
    return {'full'}
  end
end

local nowReady, duplicates, accepted = {}, {}, fresh

local firstChecked = 4 + 2 * fresh
local anyChecked = #ARGV >= firstChecked
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready counters
if anyChecked then
  -- GUARD scheduled ghosts
end

if fresh > 0 then
  for i = 4, firstChecked - 1, 2 do nowReady[#nowReady + 1] = ARGV[i] end
  call('HSET', tasks, unpack(ARGV, 4, firstChecked - 1))
end

if anyChecked then
  -- USES after due
  local function dueAt(due)
    if due == '0' then return 0 end
    if due:sub(1, 1) == '@' then return tonumber(due:sub(2)) end
    return after(tonumber(due))
  end

  local later, index = {}, fresh
  for i = firstChecked, #ARGV, 3 do
    local id, envelope, due = ARGV[i], ARGV[i + 1], ARGV[i + 2]
    index = index + 1
    -- A ghost is still in a list: the id cannot be in it twice.
    if call('HEXISTS', ghosts, id) == 0 and call('HSETNX', tasks, id, envelope) == 1 then
      accepted = accepted + 1
      local at = dueAt(due)
      if at > 0 and at > now() then
        later[#later + 1] = at
        later[#later + 1] = id
      else
        nowReady[#nowReady + 1] = id
      end
    else
      duplicates[#duplicates + 1] = index
    end
  end
  putOff(scheduled, 'scheduled', later)
end

makeReady(nowReady)
if accepted > 0 then call('HINCRBY', counters, 'accepted', accepted) end
keepReceipt(seq, accepted .. ' ' .. table.concat(duplicates, ' '))
return {'ok', accepted, unpack(duplicates)}
