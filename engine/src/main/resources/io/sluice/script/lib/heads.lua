-- The tasks of a group that are ready, in the order in which they are to run. Those without a group are one
-- more: first those of the priorities above most, then what is set aside, then the list, then the others.
--
-- KEYS  lane ready ghosts tasks
-- USES  clock spot parts aside envelope collation
-- NAMES readHeads takePlain plainWaits
local readHeads, takePlain, plainWaits
do
  local MOST_LOOKED_AT = 100 -- of a group, by a claim of certain types
  local FIRST_URGENCY, BEHIND_LAST = 0, ':' -- the letter behind '9'

  -- What is plain, as it was read: entries, of which the first ones were set aside; and which of them are tasks,
  -- since ghosts lie between.
  local MOST_READ = 1000
  local entries, fromAside, places

  -- Answers ids, whether these are all, and whether the reading was cut off before there were enough.
  local function readPlain(most)
    local ids, marked, from = {}, math.min(MOST_READ, call('HLEN', ghosts)), 1
    entries, places = {}, {}
    if sizeOfAside() > 0 then takeOfAny(entries, most + marked) end
    fromAside = #entries
    while true do
      local marks = marked > 0 and from <= #entries and call('HMGET', ghosts, unpack(entries, from))
      for i = from, #entries do
        if not (marks and marks[i - from + 1]) then
          ids[#ids + 1] = entries[i]
          places[#ids] = i
        end
      end
      if #ids >= most then return ids, false, false end
      if #entries > MOST_READ then return ids, false, true end
      from = #entries + 1
      local list = call('LRANGE', ready, #entries - fromAside, #entries - fromAside + most - 1)
      if #list == 0 then return ids, true, false end
      for i = 1, #list do entries[#entries + 1] = list[i] end
    end
  end

  -- Of the plain ids that were read, the first so many are taken, with the ghosts before the next.
  function takePlain(count)
    local taken = entries and (places[count + 1] or #entries + 1) - 1 or 0
    if taken == 0 then return end
    if fromAside > 0 then leaveParts(math.min(taken, fromAside) + 1) end
    if taken > fromAside then call('LPOP', ready, taken - fromAside) end
    if call('HLEN', ghosts) > 0 then call('HDEL', ghosts, unpack(entries, 1, taken)) end
  end

  function plainWaits() return call('LLEN', ready) + sizeOfAside() > 0 end

  local function between(group, from, to, most)
    return call('ZRANGEBYLEX', lane, '[' .. group .. '\0' .. from, '(' .. group .. to, 'LIMIT', 0, most)
  end

  local function append(all, more)
    local n = #all
    for i = 1, #more do all[n + i] = more[i] end
  end

  local function appendPlain(heads, ids)
    local n = #heads.members
    heads.isPlain = {}
    for i = 1, #ids do heads.members[n + i], heads.isPlain[n + i] = ids[i], true end
  end

  local function readUngrouped(heads, most)
    heads.members = between('', '', '\0' .. PLAIN_URGENCY + 1, most + 1)
    local whole, cut = true, false
    if #heads.members <= most and heads.withPlain then
      local ids
      ids, whole, cut = readPlain(most + 1)
      appendPlain(heads, ids)
    end
    if #heads.members <= most and whole then append(heads.members, between('', PLAIN_URGENCY + 1, '\1', most + 1)) end
    heads.whole, heads.cut = (whole or cut) and #heads.members <= most, cut
  end

  -- Of certain types, from the first ones only; what else waits is left.
  local function readByType(heads)
    local members, ids = between(heads.group, '', '\1', MOST_LOOKED_AT), {}
    heads.members, heads.whole, heads.scattered = {}, true, true
    if #members == 0 then return end
    for i = 1, #members do ids[i] = members[i]:sub(#heads.group + SPOT_TAIL + 1) end
    local found = call('HMGET', tasks, unpack(ids))
    for i = 1, #members do
      if found[i] and heads.types[headOf(found[i]).type] then heads.members[#heads.members + 1] = members[i] end
    end
    heads.othersLeft = #heads.members < #members or #members == MOST_LOOKED_AT
  end

  -- A waiting task gains a priority each so many ms; of equal ones the older goes first.
  local function readByAge(heads, most)
    local group, levels, whole = heads.group, {}, true
    local function rank(one)
      one.rank = nil
      if one.at <= #one.members then
        one.since = one.arrival(one.members[one.at])
        one.rank = math.max(0, one.urgency - math.floor((now() - one.since) / heads.ageEvery))
      end
    end
    local function addLevel(urgency, members, isPlain, arrival)
      if #members > most then whole = false end
      levels[#levels + 1] = {urgency = urgency, members = members, isPlain = isPlain, arrival = arrival, at = 1}
      rank(levels[#levels])
    end
    local function isBefore(one, other)
      if one.rank ~= other.rank then return one.rank < other.rank end
      if one.since ~= other.since then return one.since < other.since end
      -- Plain ones tell only the millisecond in which they came.
      if one.isPlain or other.isPlain then return one.urgency < other.urgency or one.urgency == other.urgency and other.isPlain end
      return comesBefore(one.members[one.at]:sub(#group + 3), other.members[other.at]:sub(#group + 3))
    end

    for urgency = FIRST_URGENCY, 9 do
      local members = between(group, urgency, '\0' .. (urgency < 9 and urgency + 1 or BEHIND_LAST), most + 1)
      addLevel(urgency, members, false, function(member) return arrivalOf(member:sub(1, #group + SPOT_TAIL)) end)
    end
    if heads.withPlain and group == '' then
      local ids, all, cut = readPlain(most + 1)
      whole, heads.cut = whole and (all or cut), cut
      addLevel(tonumber(PLAIN_URGENCY), ids, true, function(id)
        local envelope = call('HGET', tasks, id)
        return envelope and math.min(now(), headOf(envelope).createdAt) or 0
      end)
    end
    heads.members, heads.isPlain, heads.scattered = {}, {}, true
    while #heads.members <= most do
      local best
      for i = 1, #levels do
        local one = levels[i]
        if one.rank and (not best or isBefore(one, best)) then best = one end
      end
      if not best then break end
      local n = #heads.members + 1
      heads.members[n], heads.isPlain[n] = best.members[best.at], best.isPlain or nil
      best.at = best.at + 1
      rank(best)
    end
    heads.whole = whole and #heads.members <= most
  end

  -- Of these heads {group, withPlain, types, ageEvery}: so many members of the lane, or ids where isPlain, and whether
  -- these are all, as far as it was read; whether others are left, and whether some of them may lie between.
  function readHeads(heads, most)
    if heads.types then return readByType(heads) end
    if heads.ageEvery then return readByAge(heads, most) end
    if heads.group == '' then return readUngrouped(heads, most) end
    heads.members = between(heads.group, '', '\1', most + 1)
    heads.whole = #heads.members <= most
  end
end
