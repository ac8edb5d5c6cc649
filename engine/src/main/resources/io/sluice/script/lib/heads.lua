-- The tasks of a group that are ready, in the order in which they are to run. Those without a group are one
-- more: first those of the priorities above most, then what is set aside, then the list, then the others.
--
-- KEYS  lane ready ghosts tasks
-- USES  clock spot levels outoflevels parts aside envelope collation
-- NAMES readHeads takePlain plainWaits PLAIN
local readHeads, takePlain, plainWaits
local PLAIN = '' -- a plain task, in place of a spot
do
  local MOST_LOOKED_AT = 100 -- of a group, by a claim of certain types
  local FIRST_URGENCY = 0

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

  local function append(heads, ids, spots)
    local n = #heads.members
    if n == 0 and spots then
      heads.members, heads.listed = ids, spots
      return
    end
    for i = 1, #ids do heads.members[n + i], heads.listed[n + i] = ids[i], spots and spots[i] or PLAIN end
  end

  -- Of these urgencies what is in the lane and what is in levels; of one urgency what is in the lane first.
  local function appendUrgencies(heads, from, to, most)
    local laned = between('', from, '\0' .. to, most)
    local ids, spots = readLevels(from, to, most)
    if #laned == 0 then return append(heads, ids, spots) end
    local n, next = #heads.members, 1
    for i = 1, #laned do
      while next <= #ids and spots[next] < laned[i]:sub(1, 2) do
        n = n + 1
        heads.members[n], heads.listed[n], next = ids[next], spots[next], next + 1
      end
      n = n + 1
      heads.members[n] = laned[i]
    end
    for i = next, #ids do
      n = n + 1
      heads.members[n], heads.listed[n] = ids[i], spots[i]
    end
  end

  local function readUngrouped(heads, most)
    heads.members, heads.listed = {}, {}
    appendUrgencies(heads, FIRST_URGENCY, PLAIN_URGENCY + 1, most + 1)
    local whole, cut = true, false
    if #heads.members <= most and heads.withPlain then
      local ids
      ids, whole, cut = readPlain(most + 1)
      append(heads, ids)
    end
    if #heads.members <= most and whole then appendUrgencies(heads, PLAIN_URGENCY + 1, BEHIND_LAST, most + 1) end
    heads.whole, heads.cut = (whole or cut) and #heads.members <= most, cut
  end

  -- Of certain types, from the first ones only; what else waits is left.
  local function readByType(heads)
    local all, ids = {members = {}, listed = {}}, {}
    if heads.group == '' then
      appendUrgencies(all, FIRST_URGENCY, BEHIND_LAST, MOST_LOOKED_AT)
    else
      all.members = between(heads.group, '', '\1', MOST_LOOKED_AT)
    end
    heads.members, heads.listed, heads.whole, heads.scattered = {}, {}, true, true
    local looked = math.min(#all.members, MOST_LOOKED_AT)
    if looked == 0 then return end
    for i = 1, looked do ids[i] = all.listed[i] and all.members[i] or all.members[i]:sub(#heads.group + SPOT_TAIL + 1) end
    local found = call('HMGET', tasks, unpack(ids))
    for i = 1, looked do
      if found[i] and heads.types[headOf(found[i]).type] then
        local n = #heads.members + 1
        heads.members[n], heads.listed[n] = all.members[i], all.listed[i]
      end
    end
    heads.othersLeft = #heads.members < looked or looked == MOST_LOOKED_AT
  end

  -- A waiting task gains a priority each so many ms; of equal ones the older goes first.
  local function readByAge(heads, most)
    local group, sources, whole = heads.group, {}, true
    local function rank(one)
      one.rank = nil
      if one.at <= #one.members then
        one.since = one.arrival(one.members[one.at])
        one.rank = math.max(0, one.urgency - math.floor((now() - one.since) / heads.ageEvery))
      end
    end
    local function addLevel(urgency, members, listed, arrival)
      if #members > most then whole = false end
      sources[#sources + 1] = {urgency = urgency, members = members, listed = listed, arrival = arrival, at = 1}
      rank(sources[#sources])
    end
    local function arrivalOfListed(id)
      local envelope = call('HGET', tasks, id)
      return envelope and math.min(now(), headOf(envelope).createdAt) or 0
    end
    local function isBefore(one, other)
      if one.rank ~= other.rank then return one.rank < other.rank end
      if one.since ~= other.since then return one.since < other.since end
      -- Those in lists tell only the millisecond in which they came.
      if one.listed or other.listed then return one.urgency < other.urgency or one.urgency == other.urgency and other.listed end
      return comesBefore(one.members[one.at]:sub(#group + 3), other.members[other.at]:sub(#group + 3))
    end

    for urgency = FIRST_URGENCY, 9 do
      local members = between(group, urgency, '\0' .. (urgency < 9 and urgency + 1 or BEHIND_LAST), most + 1)
      addLevel(urgency, members, false, function(member) return arrivalOf(member:sub(1, #group + SPOT_TAIL)) end)
    end
    if group == '' then
      for urgency = FIRST_URGENCY, 9 do
        local ids = readLevels(urgency, urgency < 9 and urgency + 1 or BEHIND_LAST, most + 1)
        if #ids > 0 then addLevel(urgency, ids, '\0' .. urgency, arrivalOfListed) end
      end
      if heads.withPlain then
        local ids, all, cut = readPlain(most + 1)
        whole, heads.cut = whole and (all or cut), cut
        addLevel(tonumber(PLAIN_URGENCY), ids, PLAIN, arrivalOfListed)
      end
    end
    heads.members, heads.listed, heads.scattered = {}, {}, true
    while #heads.members <= most do
      local best
      for i = 1, #sources do
        local one = sources[i]
        if one.rank and (not best or isBefore(one, best)) then best = one end
      end
      if not best then break end
      local n = #heads.members + 1
      heads.members[n], heads.listed[n] = best.members[best.at], best.listed or nil
      best.at = best.at + 1
      rank(best)
    end
    heads.whole = whole and #heads.members <= most
  end

  -- Of these heads {group, withPlain, types, ageEvery}: so many members of the lane, and ids where they are
  -- listed, in levels with their spots, and whether
  -- these are all, as far as it was read; whether others are left, and whether some of them may lie between.
  function readHeads(heads, most)
    if heads.types then return readByType(heads) end
    if heads.ageEvery then return readByAge(heads, most) end
    if heads.group == '' then return readUngrouped(heads, most) end
    heads.members = between(heads.group, '', '\1', most + 1)
    heads.whole = #heads.members <= most
  end
end
