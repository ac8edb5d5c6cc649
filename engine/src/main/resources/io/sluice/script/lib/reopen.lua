-- Goes on from where the target of a line says that it stands. When the histories of the two queues parted,
-- since the server of one of them came back without its last writes, a new epoch begins at the first letter
-- that the target may lack.
--
-- KEYS  counters
-- USES  clock lines process
-- NAMES align
local DAY_MS = 86400000

-- The highest letter of the author of this rank in the line that is not above a number; nothing when
-- there is none.
local function lastOf(line, rank, most)
  local last = (line.froms[rank + 1] or line.next) - 1
  last = math.min(last, most)
  return last >= line.froms[rank] and last or nil
end

local function rankOf(line, author)
  for rank = #line.authors, 1, -1 do
    if line.authors[rank] == author then return rank end
  end
end

-- The last letter that the target certainly holds, and whether it is the very one at which it stands.
-- The same stamp is the same letter. What one author wrote earlier is in the history of what it wrote last,
-- unless that has another past: then the earlier letter is not older. What the authors before wrote is in it,
-- each up to where the next one begins. Else nothing is certain, and all that is kept goes again.
local function common(target, line, number, stamp)
  if stampOf(target, line, number) == stamp then return number, true end
  local author, from, before, ms = stamp:match('^([^.]*)%.(%d+)%.([^.]*)%.(%d+)$')
  if not author or author == UNKNOWN_PROCESS then return nil, false end
  local rank = rankOf(line, author)
  local last = rank and lastOf(line, rank, number)
  if last then
    local theirs = stampOf(target, line, last)
    if not theirs or tonumber(theirs:match('%d+$')) <= tonumber(ms) then return last, false end
    return nil, false
  end
  for earlier, begins in before:gmatch('([^:]+):?(%d*)') do
    rank = earlier ~= UNKNOWN_PROCESS and rankOf(line, earlier)
    if rank then return lastOf(line, rank, math.min(number, from - 1)), false end
    from = begins
  end
  return nil, false
end

-- Whether the target may have dropped where it stood because nothing came of this line for a day.
local function hasRested(line) return line.rest > 0 and now() - line.rest >= DAY_MS end

-- Answers whether a new epoch was opened, and whether the target lost more than is kept.
local function align(target, line, epoch, number, stamp)
  local isOpen = epoch == line.openEpoch and number == line.openNumber and stamp == line.openStamp
  if epoch < line.epoch and line.start >= line.first and isOpen then
    line.sent = line.start - 1
    return false, false
  end
  local last, same = common(target, line, number, stamp)
  local outOfReach = (last or number) < line.first - 1 and not hasRested(line)
  if outOfReach then call('HINCRBY', counters, 'letters_out_of_reach', 1) end
  line.sent = math.max(last or 0, line.first - 1)
  if same and epoch == line.epoch then return false, outOfReach end
  line.epoch = math.max(now(), line.epoch + 1, epoch + 1)
  line.start, line.openEpoch, line.openNumber, line.openStamp = line.sent + 1, epoch, number, stamp
  return true, outOfReach
end
