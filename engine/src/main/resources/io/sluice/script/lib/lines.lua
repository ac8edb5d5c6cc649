-- Lines: what this queue writes to each other queue. The letters of a line have dense numbers, and a stamp
-- each, 'author.from.before.ms': a number says how many, a stamp says which one. The author is the server
-- process that wrote the letter, in this life of the line; `from` is the number of the author's first letter,
-- and `before` names those that wrote in the line before, as far as it keeps anything of them.
--
-- `lines` has, by target:
--   birth            when the line began, in ms
--   turn             raised by each answer that was believed: no answer is believed that is older
--   looks            how often a deliverer took letters of it and has not come back
--   epoch, openEpoch, openNumber, openStamp, start
--                    the epoch begins at letter `start`, for a target that stands exactly at what is open
--   first, next      the letters first .. next - 1 are kept
--   sent             those up to it are held by the target, as far as this queue knows
--   base             stamp of letter first - 1
--   markNumber, markAt, markBy  the letters up to it were held at this time by this server process of the target
--   rest             since when nothing is kept, or 0
--   then each author and the number of its first letter, oldest first
-- and, not of a target: '*', how many letters are unsent in all lines; '*full', until when a target is full.
--
-- KEYS  lines outbox
-- NAMES NO_STAMP UNSENT FULL_UNTIL lineTo keepLine dropLine unsentOf stampOf
local NO_STAMP, UNSENT, FULL_UNTIL = '-', '*', '*full'
local FIELDS = {
  'birth', 'turn', 'looks', 'epoch', 'openEpoch', 'openNumber', 'openStamp', 'start', 'first', 'next', 'sent', 'base',
  'markNumber', 'markAt', 'markBy', 'rest',
}
local OF_TEXT = {openStamp = true, base = true, markBy = true}
local known = {} -- lines that this call has read

local function unsentOf(line) return line.next - 1 - line.sent end

-- Nothing when there is no line to this target.
local function lineTo(target)
  local line = known[target]
  if line then return line end
  local text = call('HGET', lines, target)
  if not text then return nil end
  line = {authors = {}, froms = {}}
  local i = 0
  for word in text:gmatch('%S+') do
    i = i + 1
    local field, author = FIELDS[i], #line.authors
    if field then line[field] = OF_TEXT[field] and word or tonumber(word)
    elseif #line.froms == author then line.authors[author + 1] = word
    else line.froms[author] = tonumber(word) end
  end
  line.counted = unsentOf(line)
  known[target] = line
  return line
end

local function countUnsent(line, unsent)
  if unsent ~= line.counted then call('HINCRBY', lines, UNSENT, unsent - line.counted) end
  line.counted = unsent
end

local function keepLine(target, line)
  local words = {}
  for i = 1, #FIELDS do words[i] = line[FIELDS[i]] end
  for i = 1, #line.authors do
    words[#words + 1] = line.authors[i]
    words[#words + 1] = line.froms[i]
  end
  call('HSET', lines, target, table.concat(words, ' '))
  countUnsent(line, unsentOf(line))
  known[target] = line
end

local function dropLine(target, line)
  countUnsent(line, 0)
  call('HDEL', lines, target)
  known[target] = nil
  if call('HGET', lines, UNSENT) == '0' then call('HDEL', lines, UNSENT, FULL_UNTIL) end
end

-- Of a letter that is kept, or of the one before those; nothing of any other.
local function stampOf(target, line, number)
  if number == line.first - 1 then return line.base end
  if number < line.first or number >= line.next then return nil end
  local letter = call('HGET', outbox, target .. ' ' .. number)
  return letter and letter:match('^%S+')
end
