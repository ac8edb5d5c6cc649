-- Writes letters to other queues, in the slot of the script: what must happen there because of what this
-- script does here. A deliverer carries them over.
--
-- KEYS  outbox mail
-- USES  clock process lines
-- NAMES post

local MOST_BEFORE = 8

-- The authors before one, the nearest first, each but the last with its first letter: 'third:7:second:4:first'.
local function authorsBefore(line, rank)
  local words = {}
  for before = rank - 1, math.max(1, rank - MOST_BEFORE), -1 do
    words[#words + 1] = line.authors[before]
    words[#words + 1] = line.froms[before]
  end
  words[#words] = nil
  return #words == 0 and NO_STAMP or table.concat(words, ':')
end

-- What this process writes in this life of the line has one author; the line keeps where each begins.
local function authorOf(line)
  local author = thisProcess()
  if author ~= UNKNOWN_PROCESS then author = author .. ('%x'):format(line.birth) end
  local last = #line.authors
  if author ~= line.authors[last] then
    last = last + 1
    line.authors[last], line.froms[last] = author, line.next
  end
  return author .. '.' .. line.froms[last] .. '.' .. authorsBefore(line, last)
end

local function newLine()
  return {
    birth = now(), turn = now(), looks = 0, epoch = now(), openEpoch = 0, openNumber = 0, openStamp = NO_STAMP, start = 1,
    first = 1, next = 1, sent = 0, base = NO_STAMP, markNumber = 0, markAt = 0, markBy = UNKNOWN_PROCESS, rest = 0,
    authors = {}, froms = {}, counted = 0,
  }
end

-- Writes one letter to this queue and answers its number in the line. The kind is a word; the body is bytes.
-- Guard outbox, lines and mail before the first write of the script.
local function post(target, kind, body)
  local line = lineTo(target) or newLine()
  local number = line.next
  -- Not by format, which cuts a body at a NUL.
  call('HSET', outbox, target .. ' ' .. number, authorOf(line) .. '.' .. now() .. ' ' .. kind .. ' ' .. body)
  line.next, line.rest = number + 1, 0
  keepLine(target, line)
  -- With a deliverer under way the line is looked at again when it comes back, or when it has been long enough.
  if line.looks == 0 then call('ZADD', mail, now(), target) end
  return number
end
