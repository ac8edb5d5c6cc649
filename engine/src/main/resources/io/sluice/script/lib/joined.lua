-- Makes tasks members of batches, in the call that takes them in.
--
-- KEYS  membership tally
-- USES  moved
-- NAMES partNumber newPart openPart enter join joinTaken
local LAST_NUMBER = '#'

-- Of 'batch@home'; nothing when this queue has no part of it.
local function partNumber(ref) return call('HGET', tally, ref) end

local function newPart(ref, marks)
  local number = tostring(call('HINCRBY', tally, LAST_NUMBER, 1))
  call('HSET', tally, ref, number)
  keepPart(number, {ref = ref, pending = 0, ['succeeded'] = 0, ['dead'] = 0, ['cancelled'] = 0, ['expired'] = 0, marks = marks})
  return number
end

-- The number of a part that takes members, or nothing and why it does not: 'batch_sealed', or 'batch_unknown' to this
-- queue, which is its home. The home of another one has counted this queue in.
local function openPart(ref, own)
  local number = partNumber(ref)
  if not number then
    if ref:match('@(.*)$') == own then return nil, 'batch_unknown' end
    return newPart(ref, 'r')
  end
  local part = partOf(number)
  if not part then return nil, 'batch_unknown' end
  if part.marks:find('[sx]') then return nil, 'batch_sealed' end
  return number
end

-- Of tasks that this call takes in: entries = {id, number, id, number...}, and how many of each part.
local function enter(entries, counts)
  call('HSET', membership, unpack(entries))
  membersAtAll = true -- a task of this call may make room for a later one of it
  for i = 1, #counts, 2 do
    local number, part = counts[i], partOf(counts[i])
    part.pending = part.pending + counts[i + 1]
    keepPart(number, part)
    if part.marks:find('r') then reportLater(number) end
  end
end

local function join(number, id) enter({id, number}, {number, 1}) end

-- Of items = {{id, envelope, due, number or nil}...} those that were taken in; known = the places of those that were not.
local function joinTaken(items, known)
  local isKnown, entries, numbers = {}, {}, {}
  for i = 1, #known do isKnown[known[i]] = true end
  for i = 1, #items do
    local number = items[i][4]
    if number and not isKnown[i] then
      numbers[#numbers + 1] = number
      entries[#entries + 1] = items[i][1]
      entries[#entries + 1] = number
    end
  end
  if #entries > 0 then enter(entries, countsOf(numbers)) end
end
