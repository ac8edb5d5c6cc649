-- Mends what damage left of the entries and the counts of members.
--
-- KEYS  membership tally judging tasks running results dead batches
-- USES  clock moved memberships homes
-- NAMES mendMember countMembersAnew
local ENDS = {S = 'succeeded', C = 'cancelled', E = 'expired'}

-- The entry of a task that has ended, or of which nothing is left, goes.
local function mendMember(id, wasDead)
  if not anyMembers() or call('HEXISTS', running, id) == 1 then return end
  local record = call('HGET', results, id)
  if record then return moved({id}, 'pending', ENDS[record:match('^%d+ ([SCE])')] or 'succeeded') end
  if call('HEXISTS', tasks, id) == 0 then moved({id}, wasDead and 'dead' or 'pending', wasDead and 'gone' or 'cancelled') end
end

-- A batch that lies in another is a member of it without an entry.
local function openChildren(ref)
  local n = 0
  for child in (call('HGET', batches, ref:match('^[^@]*') .. ' children') or ''):gmatch('%S+') do
    local one = batchOf(child)
    if one and one.ended == 0 then n = n + 1 end
  end
  return n
end

-- As many are pending, and dead, as there are entries of such, whatever was counted. What was counted and is not
-- there counts as cancelled, so that no batch waits for it.
local function countMembersAnew(eachPart)
  if not anyMembers() then return end
  local pending, buried = {}, {}
  eachPart(membership, function(entries, texts)
    for i = 1, #entries do
      local members = membersIn({entries[i], texts[i]})
      for x = 1, #members, 2 do
        local counts, number = call('ZSCORE', dead, members[x]) and buried or pending, members[x + 1]
        counts[number] = (counts[number] or 0) + 1
      end
    end
  end)
  eachPart(tally, function(numbers)
    for i = 1, #numbers do
      local number, part = numbers[i], numbers[i]:find('^%d+$') and partOf(numbers[i])
      if part then
        local waits, died = (pending[number] or 0) + openChildren(part.ref), math.max(part['dead'], buried[number] or 0)
        local lost = part.pending + part['dead'] - waits - died
        if lost ~= 0 then
          part.pending, part['dead'], part['cancelled'] = waits, died, math.max(0, part['cancelled'] + lost)
          keepPart(number, part)
          call('ZADD', judging, now(), number)
        end
      end
    end
  end)
end
