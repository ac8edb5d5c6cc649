-- Closes batches, at their home: seals them, stops them, and drops them. Each queue that has a part is told by a letter.
--
-- KEYS  tally judging batches gathered
-- USES  clock homes joined owing moved tojudge gathered
-- NAMES FORLORN sealPart stopPart dropPart leavePart sealBatch stopBatch dropBatch pendingOf
local SEALED, STOPPED, LEFT, LEFT_AT_HOME = 's', 'x', 'rsd', 'sd'
local LATE_MS = 3600000 -- the most that a call of an engine comes late
local FORLORN = '~' -- before the number of a part elsewhere, in `judging`: when it is dropped without news

local function oweAll(id, kind)
  local theirs = queuesOf(id)
  for i = 1, #theirs do owe(id, theirs[i], kind, id) end
  if #theirs > 0 then call('ZADD', judging, now() + SILENT_MS, '@' .. id) end
end

local function mark(number, letter)
  local part = partOf(number)
  if not part then return end
  if not part.marks:find(letter) then
    part.marks = part.marks .. letter
    keepPart(number, part)
  end
  judgeSoon(number)
end

local function sealPart(number) mark(number, SEALED) end

-- What waits is cancelled, and what runs is asked to stop, in a walk through all members (see stop.lua).
local function stopPart(number)
  sealPart(number)
  mark(number, STOPPED)
  call('HSETNX', tally, '>' .. number, '0 -')
end

local function sealBatch(id, own, batch)
  if batch.sealed > 0 then return end
  batch.sealed = now()
  sealPart(partNumber(id .. '@' .. own) or '')
  oweAll(id, 'seal')
end

local function stopBatch(id, own, batch)
  if batch.stopped > 0 then return end
  batch.stopped = now()
  if batch.sealed == 0 then batch.sealed = now() end
  stopPart(partNumber(id .. '@' .. own) or '')
  oweAll(id, 'stop')
  for child in (call('HGET', batches, id .. ' children') or ''):gmatch('%S+') do
    local one = batchOf(child)
    if one and one.ended == 0 then
      stopBatch(child, own, one)
      keepBatch(child, one)
    end
  end
end

-- How many members have not ended, as far as this queue, its home, knows.
local function pendingOf(id, own)
  local part, theirs = partOf(partNumber(id .. '@' .. own) or ''), queuesOf(id)
  local pending = part and part.pending or 0
  for i = 1, #theirs do pending = pending + accountOf(id, theirs[i]).pending end
  return pending
end

-- Members that are left, dead ones, count nowhere from now on. Ends that were gathered go a chunk a call, and the part
-- with the last of them.
local function dropPart(ref)
  local number = partNumber(ref)
  if not number then return end
  local part = partOf(number)
  if call('HEXISTS', gathered, number) == 1 and dropEnds(number) and part then
    part.marks = part.marks:find('r') and LEFT or LEFT_AT_HOME
    keepPart(number, part)
    call('HDEL', tally, '>' .. number)
    call('ZADD', judging, now(), number)
    return
  end
  call('HDEL', tally, ref, number, '>' .. number)
  call('ZREM', judging, number, FORLORN .. number)
end

-- Of a batch of another queue: the part stays sealed until no call is under way that could add to it.
local function leavePart(ref)
  local number = partNumber(ref)
  local part = number and partOf(number)
  if not part then return end
  part.marks = LEFT
  keepPart(number, part)
  call('HDEL', tally, '>' .. number)
  call('ZADD', judging, now() + LATE_MS, number)
end

-- Of a batch that has ended.
local function dropBatch(id, own)
  oweAll(id, 'drop')
  local fields, theirs = {id, id .. ' parts', id .. ' children', id .. ' complete', id .. ' success', id .. ' death'}, queuesOf(id)
  for i = 1, #theirs do fields[#fields + 1] = id .. ' @' .. theirs[i] end
  call('HDEL', batches, unpack(fields))
  call('ZREM', judging, '@' .. id)
  dropPart(id .. '@' .. own)
end
