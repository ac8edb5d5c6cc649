-- Tells the batches of tasks that the tasks have moved. Every end of a task, and every way back from one, comes
-- through here: ends, bury, revive and repair call it. What a batch needs to know is counted where its members
-- are, in `tally`; `judging` says which parts their batch may have to act on.
--
-- A part is 'batch@home pending succeeded dead cancelled expired marks': a batch, the queue that is its home, and
-- how many of its tasks in this queue are in which state. Marks: s sealed, x stopped, r the home is another queue, d it was dropped there.
-- A member keeps its entry until it has ended for good: a dead one can be redriven.
--
-- KEYS  membership tally judging
-- USES  clock tojudge memberships gathered
-- NAMES membersAtAll anyMembers partOf keepPart reportLater moved isStopped
local membersAtAll -- asked once a call

local function anyMembers()
  if membersAtAll == nil then
    membersAtAll = call('HLEN', membership) > 0
    if membersAtAll then
      -- GUARD tally judging
      guardGathered()
    end
  end
  return membersAtAll
end

-- The part of this number; nil when it was swept.
local function partOf(number)
  local words = {}
  for word in (call('HGET', tally, number) or ''):gmatch('%S+') do words[#words + 1] = word end
  return words[1] and {ref = words[1], pending = tonumber(words[2]), ['succeeded'] = tonumber(words[3]),
    ['dead'] = tonumber(words[4]), ['cancelled'] = tonumber(words[5]), ['expired'] = tonumber(words[6]), marks = words[7] or ''}
end

local function keepPart(number, part)
  call('HSET', tally, number, ('%s %d %d %d %d %d %s'):format(part.ref, part.pending, part['succeeded'], part['dead'],
    part['cancelled'], part['expired'], part.marks))
end

-- Another queue is told of its counts, a few times a second at most.
local function reportLater(number)
  local REPORT_MS = 250
  if not call('ZSCORE', judging, number) then call('ZADD', judging, now() + REPORT_MS, number) end
end

-- The part of this number after so many have moved; counts nowhere when it was swept. Its home may have to act
-- when nothing of a sealed batch is pending any more, or a first task is dead; else another queue is told soon.
-- Answers the part.
local function countMoved(number, from, to, count)
  local part = partOf(number)
  if not part then return end
  part[from], part[to] = part[from] - count, part[to] + count
  keepPart(number, part)
  if part.pending == 0 and part.marks:find('s') or to == 'dead' and part[to] == count then
    judgeSoon(number)
  elseif part.marks:find('r') then
    reportLater(number)
  end
  return part
end

-- Whether the batch of this task was stopped: what has not ended runs no more.
local function isStopped(id)
  local number = anyMembers() and countMembers({id})[1]
  local part = number and partOf(number)
  return part and part.marks:find('x') ~= nil
end

-- from = pending | dead; to = succeeded | cancelled | expired | dead | pending | gone (dead and dropped: it stays
-- counted). An entry whose part was swept counts nowhere.
local function moved(ids, from, to)
  if #ids == 0 or not anyMembers() then return end
  local leaves = to ~= 'dead' and to ~= 'pending'
  local counts, texts = countMembers(ids, leaves)
  if to == 'gone' then return end
  for i = 1, #counts, 2 do
    local part = countMoved(counts[i], from, to, counts[i + 1])
    if part and to ~= 'pending' then gather(counts[i], part, to, function() return membersOf(counts[i], ids, texts) end) end
  end
end
