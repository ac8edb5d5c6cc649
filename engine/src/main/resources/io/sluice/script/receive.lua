#!lua
-- Takes what is new of the letters of another queue, all or nothing, and answers where this queue stands in that
-- line. What is late, comes again, or is of another past of the source has no effect.
--
-- No letter is refused for what it says, and none by the backlog: its ancestor was admitted. What follows a
-- letter of a kind that this script does not know waits for an engine that does.
--
-- KEYS  inbox tasks ready scheduled retrying ghosts counters settings events aside lane levels place later turns tags barred order costs expiries batches membership tally judging outbox lines mail gathered
-- USES  process stands take backlog setting reports joined
-- ARGV  source, maxBacklog (0 = none; the one of the queue's settings goes before), epoch, openEpoch, openNumber, openStamp, start,
--       number of the first letter, stamp of the one before, letters ('stamp kind body')...
--       kind task: body = 'id due envelope', as enqueue takes them; kind lost: it was damaged;
--       of batches: seal, stop and drop: body = the batch, whose home is the source; report: body = 'batch@home', the counts
--       and the marks of a part in the source, and number and stamp of the last letter that it has of its home;
--       hand: body = 'batch@home queue isOfMember id due envelope': a follow-up of the source, isOfMember (0 | 1) of a member,
--       that is to be one in this queue; member: body = 'batch id due envelope': it is one, and the home is the source
-- Returns {epoch, number, stamp, process, full (0 | 1), tasks taken, tasks known, kind of a letter that it left, or '',
--       whether batches are to be judged (0 | 1)}.
-- Again: where it stands.
local source, epoch, openEpoch, openNumber, openStamp = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local start, from, before = tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9]
local FIRST_LETTER = 10
local LOST, TASK = 'lost', 'task'
local OF_BATCHES = {seal = true, stop = true, drop = true, report = true, hand = true, member = true}

local theirs, number, stamp = standIn(source)
local count = #ARGV - FIRST_LETTER + 1

-- The place in the packet of the first letter that is new.
local function firstNew()
  if count == 0 then return nil end
  if epoch > theirs then
    local isOpen = theirs == openEpoch and number == openNumber and stamp == openStamp
    return from == start and isOpen and 1 or nil
  end
  local held = epoch == theirs and number - from + 1 or -1
  if held == 0 then return before == stamp and 1 or nil end
  local letter = held > 0 and ARGV[FIRST_LETTER + held - 1]
  return letter and letter:match('^%S+') == stamp and held < count and held + 1 or nil
end

local maxBacklog = setting('max_backlog', ARGV[2])
local first, items, ofBatches, unread, unknown, last = firstNew(), {}, {}, 0, '', nil
for i = first or count + 1, count do
  local letter = ARGV[FIRST_LETTER + i - 1]
  local theirStamp, kind, at = letter:match('^(%S+) (%S+) ()')
  if kind == TASK then
    local id, due, body = letter:match('^(%S+) (%S*) ()', at)
    if id then items[#items + 1] = {id, letter:sub(body), due == '' and '0' or due} else unread = unread + 1 end
  elseif kind and OF_BATCHES[kind] then
    ofBatches[#ofBatches + 1] = {kind, letter:sub(at)}
  elseif kind ~= LOST then
    unknown = kind or '?'
    break
  end
  last = i
  stamp = theirStamp
end

local taken, isOverfull = 0, maxBacklog > 0 and isFull(maxBacklog)
if last then
  -- Read before anything is written: a key of a wrong type is an error that changes nothing.
  -- GUARD inbox tasks ready scheduled ghosts counters lane levels place later turns tags barred order costs expiries
  if #ofBatches > 0 then
    -- GUARD batches membership tally judging retrying outbox lines mail gathered
  end
  theirs, number = epoch, from + last - 1
  keepStand(source, theirs, number, stamp)
  for i = 1, #ofBatches do
    if not takeBatchLetter(ofBatches[i][1], source, ofBatches[i][2], items) then unread = unread + 1 end
  end
  if #items > 0 then
    local known = takeIn(items)
    taken = #items - #known
    joinTaken(items, known)
  end
  if #items > taken then call('HINCRBY', counters, 'letters_known', #items - taken) end
  if unread > 0 then call('HINCRBY', counters, 'letters_unread', unread) end
end
return {theirs, number, stamp, thisProcess(), isOverfull and 1 or 0, taken, #items - taken, unknown, #ofBatches > 0 and last and 1 or 0}
