#!lua flags=allow-oom
-- Gives a deliverer the letters that come next in the line that is due, and when it was looked at. The only
-- change is when that line is looked at again, so that others take other lines: a hint, later each time that
-- nobody comes back.
--
-- KEYS  outbox lines mail counters
-- USES  clock lines
-- ARGV  most letters, bytes (one letter is given whatever its size)
-- Returns {in how many ms a line is due, or -1}
--       | {0, target, turn, now, epoch, openEpoch, openNumber, openStamp, start, number of the first letter, stamp of
--         the one before, how many letters are unsent, letters ('stamp kind body')...}; no letter where
--         only the stand of the target is asked for.
-- Again: the same letters, or those of another line.
local most, bytes = tonumber(ARGV[1]), tonumber(ARGV[2])
local FIRST_WAIT_MS, MOST_LOOKS = 2000, 6

local due = call('ZRANGE', mail, 0, 0, 'WITHSCORES')
if #due == 0 then return {-1} end
local target, wait = due[1], math.ceil(due[2] - now())
if wait > 0 then return {wait} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD outbox lines counters
local line = lineTo(target)
if not line then
  call('ZREM', mail, target)
  return {1}
end

-- Damage: what is not there cannot hold up what comes after it.
local function lost(number)
  call('HINCRBY', counters, 'letters_out_of_reach', 1)
  local letter = '?.' .. number .. '.-.' .. now() .. ' lost '
  call('HSET', outbox, target .. ' ' .. number, letter)
  return letter
end

local before = stampOf(target, line, line.sent) or NO_STAMP
local letters, size, number = {}, 0, line.sent
while number < line.next - 1 and #letters < most do
  local letter = call('HGET', outbox, target .. ' ' .. number + 1) or lost(number + 1)
  size = size + #letter
  if #letters > 0 and size > bytes then break end
  number = number + 1
  letters[#letters + 1] = letter
end

line.looks = math.min(line.looks + 1, MOST_LOOKS)
keepLine(target, line)
call('ZADD', mail, now() + FIRST_WAIT_MS * 2 ^ (line.looks - 1), target)
return {
  0, target, line.turn, now(), line.epoch, line.openEpoch, line.openNumber, line.openStamp, line.start, line.sent + 1, before,
  unsentOf(line), unpack(letters),
}
