-- The tasks of a group that are ready, in the order in which they are to run. Those without a group are one
-- more: first those of the priorities above most, then what is set aside, then the list, then the others.
--
-- KEYS  lane ready ghosts tasks
-- USES  clock spot parts aside envelope
-- NAMES readHeads takePlain plainWaits
local MOST_LOOKED_AT = 100 -- of a group, by a claim of certain types
local FIRST_URGENCY, BEHIND_LAST = 0, ':' -- the letter behind '9'

-- What is plain: how many of the ids below were set aside, and how many entries of the list lie before each
-- of the others. Ghosts lie between them.
local fromAside, entriesBefore, listed = 0, {}, 0

local function readPlain(most)
  local ids = {}
  if sizeOfAside() > 0 then takeOfAny(ids, most) end
  fromAside = #ids
  if #ids >= most then return ids, false end
  local list = call('LRANGE', ready, 0, most - 1)
  listed = #list
  local marks = #list > 0 and call('HLEN', ghosts) > 0 and call('HMGET', ghosts, unpack(list))
  for i = 1, #list do
    if not (marks and marks[i]) then
      ids[#ids + 1] = list[i]
      entriesBefore[#ids] = i
    end
  end
  return ids, #list < most
end

-- Of the plain ids that were read, the first so many are taken, with the ghosts before the next.
local function takePlain(count, read)
  if fromAside > 0 then leaveParts(math.min(count, fromAside) + 1) end
  local entries = count < read and (entriesBefore[count + 1] or 1) - 1 or listed
  if entries <= 0 then return end
  local list = call('LPOP', ready, entries)
  if call('HLEN', ghosts) > 0 then call('HDEL', ghosts, unpack(list)) end
end

local function plainWaits() return call('LLEN', ready) + sizeOfAside() > 0 end

local function between(group, from, to, most)
  return call('ZRANGEBYLEX', lane, '[' .. group .. '\0' .. from, '(' .. group .. to, 'LIMIT', 0, most)
end

local function add(heads, members)
  local behindSpot = #heads.group + SPOT_TAIL + 1
  local n = #heads.ids
  for i = 1, #members do
    heads.ids[n + i], heads.members[n + i] = members[i]:sub(behindSpot), members[i]
  end
end

local function addPlain(heads, ids)
  local n = #heads.ids
  for i = 1, #ids do heads.ids[n + i], heads.members[n + i] = ids[i], false end
  heads.plain = #ids
end

local function readByPriority(heads, most)
  heads.ids, heads.members = {}, {}
  if heads.group ~= '' then
    add(heads, between(heads.group, '', '\1', most + 1))
    heads.whole = #heads.ids <= most
    return
  end
  add(heads, between('', '', '\0' .. PLAIN_URGENCY + 1, most + 1))
  local whole = true
  if #heads.ids <= most and heads.withPlain then
    local ids
    ids, whole = readPlain(most + 1)
    addPlain(heads, ids)
  end
  if #heads.ids <= most and whole then add(heads, between('', PLAIN_URGENCY + 1, '\1', most + 1)) end
  heads.whole = whole and #heads.ids <= most
end

-- Of certain types, from the first ones only; what else waits is left.
local function readByType(heads)
  local members = between(heads.group, '', '\1', MOST_LOOKED_AT)
  heads.ids, heads.members, heads.whole = {}, {}, true
  if #members == 0 then return end
  add(heads, members)
  local found, ids, mine = call('HMGET', tasks, unpack(heads.ids)), {}, {}
  for i = 1, #members do
    if found[i] and heads.types[headOf(found[i]).type] then
      ids[#ids + 1], mine[#mine + 1] = heads.ids[i], members[i]
    end
  end
  heads.othersLeft = #ids < #members
  heads.ids, heads.members = ids, mine
end

-- A waiting task gains a priority each so many ms; of equal ones the older goes first.
local function readByAge(heads, most)
  local group, levels, whole = heads.group, {}, true
  local function level(urgency, ids, members, arrival)
    if #ids > 0 then levels[#levels + 1] = {urgency = urgency, ids = ids, members = members, arrival = arrival, at = 1} end
  end
  local function rank(one)
    if one.at > #one.ids then
      one.rank = nil
    else
      one.since = one.arrival(one.at)
      one.rank = math.max(0, one.urgency - math.floor((now() - one.since) / heads.ageEvery))
    end
  end
  for urgency = FIRST_URGENCY, 9 do
    local part = {group = group, ids = {}, members = {}}
    add(part, between(group, urgency, '\0' .. (urgency < 9 and urgency + 1 or BEHIND_LAST), most + 1))
    if #part.ids > most then whole = false end
    level(urgency, part.ids, part.members, function(i) return arrivalOf(part.members[i]:sub(1, #group + SPOT_TAIL)) end)
    if group == '' and heads.withPlain and tostring(urgency) == PLAIN_URGENCY then
      local ids, all = readPlain(most + 1)
      if not all then whole = false end
      heads.plain = #ids
      level(urgency, ids, nil, function(i)
        local envelope = call('HGET', tasks, ids[i])
        return envelope and math.min(now(), headOf(envelope).createdAt) or 0
      end)
    end
  end
  for i = 1, #levels do rank(levels[i]) end
  heads.ids, heads.members = {}, {}
  while #heads.ids <= most do
    local best
    for i = 1, #levels do
      local one = levels[i]
      if one.rank and (not best or one.rank < best.rank or one.rank == best.rank
        and (one.since < best.since or one.since == best.since and one.members and best.members
          and one.members[one.at]:sub(#group + 3) < best.members[best.at]:sub(#group + 3))) then
        best = one
      end
    end
    if not best then break end
    local n = #heads.ids + 1
    heads.ids[n], heads.members[n] = best.ids[best.at], best.members and best.members[best.at] or false
    best.at = best.at + 1
    rank(best)
  end
  heads.whole = whole and #heads.ids <= most
end

-- Of these heads {group, withPlain, types, ageEvery}: so many ids and members of the lane (false = plain),
-- whether these are all, and how many plain ones were read.
local function readHeads(heads, most)
  if heads.types then return readByType(heads) end
  if heads.ageEvery then return readByAge(heads, most) end
  return readByPriority(heads, most)
end
