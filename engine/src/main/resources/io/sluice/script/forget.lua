#!lua flags=allow-oom
-- Is told where the target of a line stands, and goes on from there. An answer is believed once, and only
-- while no later one was: it is of the turn of the line.
--
-- A letter is dropped only by a look that began TAIL_MS after one that saw it held by the same server process of
-- the target, which took nothing back between the two: a target whose server came back without its last writes
-- gets them again. Another process may have lost the letters and taken them again a moment ago, and this queue
-- may have forgotten that it heard so. Where both queues are of one server process they come back to one instant,
-- and nothing is kept for that.
--
-- KEYS  outbox lines mail counters
-- USES  clock process lines reopen
-- ARGV  target, turn, now (as collect told it), how many letters were shown, epoch, number, stamp, process of the target, full (0 | 1)
-- Returns {'ok' | 'late' (not believed) | 'none' (there is no such line) | 'ended' (the line), in how many ms a line is due or -1,
--       whether the target lost more than is kept (0 | 1)}.
-- Again: late.
local target, turn, at, shown = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local epoch, number, stamp, theirProcess, full = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9] == '1'
local TAIL_MS, PROBE_MS, IDLE_MS, FULL_MS = 60000, 5000, 3600000, 1000
local MOST_TAIL, MOST_DROPPED = 50000, 1000

local outOfReach = false

local function answer(word)
  local due = call('ZRANGE', mail, 0, 0, 'WITHSCORES')
  return {word, #due == 0 and -1 or math.max(0, math.ceil(due[2] - now())), outOfReach and 1 or 0}
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD outbox lines mail counters
local line = lineTo(target)
if not line then return answer('none') end
if line.turn ~= turn then return answer('late') end

local sentBefore = line.sent
local isNew
isNew, outOfReach = align(target, line, epoch, number, stamp)
line.turn = math.max(now(), line.turn + 1)
if isNew or line.sent < line.markNumber or theirProcess ~= line.markBy then line.markNumber, line.markAt = 0, 0 end

local moreToDrop = false

-- Drops the letters up to a number, a bounded part of them.
local function dropUpTo(all)
  local last = math.min(all, line.first + MOST_DROPPED - 1)
  moreToDrop = last < all
  if last < line.first then return end
  line.base = stampOf(target, line, last) or NO_STAMP
  local fields = {}
  for i = line.first, last do fields[#fields + 1] = target .. ' ' .. i end
  call('HDEL', outbox, unpack(fields))
  line.first = last + 1
  -- Authors of whom nothing is left, not even the letter before.
  while #line.authors > 1 and line.froms[2] <= last do
    table.remove(line.authors, 1)
    table.remove(line.froms, 1)
  end
end

local isHeld = line.markNumber > 0 and at - line.markAt >= TAIL_MS
if theirProcess == thisProcess() and theirProcess ~= UNKNOWN_PROCESS then
  if not isNew then dropUpTo(line.sent) end
elseif isHeld then
  dropUpTo(line.markNumber)
end
if line.sent - line.first >= MOST_TAIL then
  call('HINCRBY', counters, 'letters_cut', math.min(MOST_DROPPED, line.sent - line.first - MOST_TAIL + 1))
  dropUpTo(line.sent - MOST_TAIL)
end
if line.markNumber < line.first then
  if line.sent >= line.first then
    line.markNumber, line.markAt, line.markBy = line.sent, now(), theirProcess
  else
    line.markNumber, line.markAt = 0, 0
  end
end

local nothingKept = line.first == line.next
if nothingKept and line.rest > 0 and at - line.rest >= IDLE_MS then
  dropLine(target, line)
  call('ZREM', mail, target)
  return answer('ended')
end
line.rest = nothingKept and (line.rest > 0 and line.rest or now()) or 0
if full then call('HSET', lines, FULL_UNTIL, now() + FULL_MS) end

-- When the line is to be looked at again; without progress, when collect said.
local function nextLook()
  if unsentOf(line) > 0 then return (line.sent ~= sentBefore or isNew or shown == 0) and 0 or nil end
  if nothingKept then return IDLE_MS end
  return moreToDrop and 0 or PROBE_MS
end

local rest = nextLook()
if rest then
  if not isNew then line.looks = 0 end
  call('ZADD', mail, now() + rest, target)
end
keepLine(target, line)
return answer('ok')
