-- Makes tasks members of batches, in the call that takes them in.
--
-- KEYS  tally
-- USES  moved memberships
-- NAMES partNumber newPart openPart enter joinTaken
-- Of 'batch@home'; nothing when this queue has no part of it.
local function partNumber(ref) return call('HGET', tally, ref) end

local function newPart(ref, marks)
  local LAST_NUMBER = '#'
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

-- Of tasks that this call takes in.
local function enter(number, ids)
  putMembers(number, ids)
  membersAtAll = true -- a task of this call may make room for a later one of it
  local part = partOf(number)
  part.pending = part.pending + #ids
  keepPart(number, part)
  if part.marks:find('r') then reportLater(number) end
end

-- Of items = {{id, envelope, due, number or nil}...} those that were taken in; known = the places of those that were not.
local function joinTaken(items, known)
  local isKnown, numbers, byNumber = {}, {}, {}
  for i = 1, #known do isKnown[known[i]] = true end
  for i = 1, #items do
    local number = items[i][4]
    if number and not isKnown[i] then
      if not byNumber[number] then
        byNumber[number] = {}
        numbers[#numbers + 1] = number
      end
      table.insert(byNumber[number], items[i][1])
    end
  end
  for i = 1, #numbers do enter(numbers[i], byNumber[numbers[i]]) end
end
