-- Picks tasks of the lane and of `ready`, many in a call, as that many claims of one task each would do one
-- after the other: the group of the least start tag has its turn, and its tag grows by 1/weight. Nothing is
-- written before it is known how many of the picked tasks a claim gives.
--
-- KEYS  turns tags barred order inflight paces lane
-- USES  lanes rules pace heads collation bars spot costs levels outoflevels
-- NAMES pickTurns takeTurns
local pickTurns, takeTurns
do
  local MOST_PAGES, MOST_PURGED, FEW = 4, 1024, 4
  local FEWEST_OF_TYPES = 16 -- on a page
  local NONE = {}

  local candidates, given = {}, {} -- groups by their start tags, those picked in order
  local v, loaded, last = 0, 0, nil -- last: of the groups in `turns` the last that was read; nil behind the end

  local function isBefore(one, tag, other, otherTag)
    return tag < otherTag or tag == otherTag and comesBefore(one.group, other.group)
  end

  -- How many a group may start now.
  local function allow(page)
    local names, anyCap, anyPace = {}, false, false
    for i = 1, #page do names[i] = page[i].group end
    local rules = rulesOf(names)
    for i = 1, #page do
      page[i].step, page[i].rule, page[i].most = rules[i].step, rules[i], math.huge
      anyCap = anyCap or rules[i].cap > 0
      anyPace = anyPace or rules[i].gap
    end
    local inSlots = anyCap and call('HMGET', inflight, unpack(names))
    local paced = anyPace and call('ZMSCORE', paces, unpack(names))
    for i = 1, #page do
      local one, rule = page[i], rules[i]
      if rule.cap > 0 then one.most = math.max(0, rule.cap - tonumber(inSlots[i] or 0)) end
      if rule.gap then
        one.full = fullAt(tonumber(paced[i] or 0), rule.gap, rule.burst)
        one.most = math.max(0, math.min(one.most, tokensAt(one.full, rule.gap, rule.burst)))
      end
    end
  end

  local function insert(one)
    local at = #candidates + 1
    while at > 1 and isBefore(one, one.start, candidates[at - 1], candidates[at - 1].start) do at = at - 1 end
    table.insert(candidates, at, one)
  end

  local function loadPage(size)
    local entries, page = call('ZRANGE', turns, loaded, loaded + size - 1, 'WITHSCORES'), {}
    for i = 1, #entries, 2 do
      page[#page + 1] = {group = entries[i], start = tonumber(entries[i + 1]), got = 0, taken = 0, members = NONE}
    end
    if #page > 0 then allow(page) end
    for i = 1, #page do insert(page[i]) end
    loaded = loaded + #page
    last = #page == size and page[#page] or nil
  end

  -- Those without a group take part, also while none of them is in the lane.
  local function addUngrouped(types)
    if not (not types and plainWaits() or sizeOfLevels() > 0) or call('ZSCORE', turns, '') then return end
    local one = {group = '', start = math.max(v, tonumber(call('ZSCORE', tags, '') or 0)), got = 0, taken = 0, members = NONE, unlisted = true}
    allow({one})
    insert(one)
  end

  local function mostOf(one) return one.whole and math.min(one.most, #one.members) or one.most end

  local function tagOf(one) return one.start + one.got * one.step end

  -- A heap of those that have had a turn, by the tags of their next.
  local function sink(heap, one)
    local at, size = 1, #heap
    while 2 * at <= size do
      local child = 2 * at
      if child < size and isBefore(heap[child + 1], heap[child + 1].tag, heap[child], heap[child].tag) then child = child + 1 end
      if not isBefore(heap[child], heap[child].tag, one, one.tag) then break end
      heap[at] = heap[child]
      at = child
    end
    heap[at] = one
  end

  local function rise(heap, one)
    local at = #heap + 1
    while at > 1 do
      local parent = math.floor(at / 2)
      if not isBefore(one, one.tag, heap[parent], heap[parent].tag) then break end
      heap[at] = heap[parent]
      at = parent
    end
    heap[at] = one
  end

  -- Gives so many turns; false when a group that was not read yet may come before.
  local function giveTurns(n)
    local heap, fresh = {}, 1
    given = {}
    if #candidates == 1 and not last then
      local one = candidates[1]
      one.got = math.min(n, mostOf(one))
      for i = 1, one.got do given[i] = one end
      return true
    end
    for i = 1, #candidates do candidates[i].got = 0 end
    while #given < n do
      local opened = candidates[fresh]
      while opened and mostOf(opened) <= 0 do
        fresh = fresh + 1
        opened = candidates[fresh]
      end
      local one = heap[1]
      local again = one and (not opened or isBefore(one, one.tag, opened, opened.start))
      if not again then one = opened end
      if not one then return not last end
      if last and isBefore(last, last.start, one, again and one.tag or one.start) then return false end
      given[#given + 1] = one
      one.got = one.got + 1
      one.tag = tagOf(one)
      local goesOn = one.got < mostOf(one)
      if not again then
        fresh = fresh + 1
        if goesOn then rise(heap, one) end
      elseif goesOn then
        sink(heap, one)
      else
        local moved = table.remove(heap)
        if #heap > 0 then sink(heap, moved) end
      end
    end
    return true
  end

  -- As many as the tokens of the group pay for, of those that were read.
  local function afford(one)
    if not one.rule.gap or #one.members == 0 or not anyCosts() then return end
    local ids, behindSpot = {}, #one.group + SPOT_TAIL
    for i = 1, #one.members do ids[i] = one.members[i]:sub(behindSpot + 1) end
    one.costs = costsOf(ids, one.rule.burst)
    local left = tokensAt(one.full, one.rule.gap, one.rule.burst)
    for i = 1, #one.costs do
      left = left - one.costs[i]
      if left < 0 then
        one.most = math.min(one.most, i - 1)
        return
      end
    end
  end

  -- Reads the tasks of those that have more turns than tasks were read; whether one of them has too few.
  local function readGiven(n, types, ageEvery)
    local short = false
    for i = 1, #candidates do
      local one = candidates[i]
      if one.got > 0 and one.got >= #one.members and not one.whole then
        one.withPlain, one.types, one.ageEvery = not types, types, ageEvery
        -- Plain tasks are read once a call.
        readHeads(one, one.group == '' and n or one.got)
        afford(one)
        if one.got > math.min(one.most, #one.members) then short = true end
      end
    end
    return short
  end

  -- Of certain types many groups may have none. So each claim, by its number, looks at another part of them, and
  -- there is more until the last part. Answers how many a page has, and whether this is the last part.
  local function partOfTypes(n, number)
    local size = math.max(n, FEWEST_OF_TYPES)
    local parts = math.max(1, math.ceil(call('ZCARD', turns) / (size * MOST_PAGES)))
    local part = (number - 1) % parts
    loaded = part * size * MOST_PAGES
    return size, part == parts - 1
  end

  -- Answers ids and their spots (false = plain) in the order of their turns, and whether there may be more.
  function pickTurns(n, types, ageEvery, number)
    freeDue()
    v = virtualTime()
    local pages, size, isLast = 1, n, false
    if types then size, isLast = partOfTypes(n, number) end
    loadPage(size)
    addUngrouped(types)
    local complete = giveTurns(n)
    while true do
      if readGiven(n, types, ageEvery) then
        complete = giveTurns(n)
      elseif not complete and pages < MOST_PAGES then
        pages = pages + 1
        loadPage(size)
        complete = giveTurns(n)
      else
        break
      end
    end
    local ids, spots = {}, {}
    for i = 1, #given do
      local one = given[i]
      local nth = (one.picked or 0) + 1
      one.picked = nth
      local member, behindSpot = one.members[nth], #one.group + SPOT_TAIL
      local listed = one.listed and one.listed[nth]
      if listed then
        ids[i], spots[i] = member, listed ~= PLAIN and listed
      else
        ids[i], spots[i] = member:sub(behindSpot + 1), member:sub(1, behindSpot)
      end
    end
    for i = 1, #candidates do complete = complete and not candidates[i].cut end
    return ids, spots, not complete and not isLast or #given == n
  end

  -- Until when a group starts no more: for as many tokens as its next task takes, or for a slot.
  local function barOf(one)
    if one.taken < one.most then return nil end
    local gap, burst, cost = one.rule.gap, one.rule.burst, one.costs and one.costs[one.taken + 1] or 1
    return gap and tokensAt(one.full, gap, burst) < cost and tokensFrom(one.full, gap, burst, cost) or '+inf'
  end

  local function moveOn(one, entries)
    local tag = one.start + one.taken * one.step
    local waits = one.taken < #one.members or not one.whole or one.othersLeft or one.cut
    if one.taken > 0 and one.rule.gap then
      local spent = one.taken
      for i = 1, one.costs and one.taken or 0 do spent = spent + one.costs[i] - 1 end
      one.full = one.full + spent * one.rule.gap
      entries.paces[#entries.paces + 1] = one.full
      entries.paces[#entries.paces + 1] = one.group
    end
    if one.unlisted then
      entries.tags[#entries.tags + 1] = tag
      entries.tags[#entries.tags + 1] = one.group
      return
    end
    local barredUntil = waits and barOf(one)
    if barredUntil then
      entries.barred[#entries.barred + 1] = barredUntil
      entries.barred[#entries.barred + 1] = one.group
    end
    if waits and not barredUntil then
      if one.taken > 0 then
        entries.turns[#entries.turns + 1] = tag
        entries.turns[#entries.turns + 1] = one.group
      end
    else
      entries.passed[#entries.passed + 1] = one.group
      entries.tags[#entries.tags + 1] = tag
      entries.tags[#entries.tags + 1] = one.group
    end
  end

  local function advance(highest)
    if call('EXISTS', lane) == 0 then return leftLane('') end
    if highest <= v then return end
    call('HSET', order, 'v', highest)
    local passed = math.min(MOST_PURGED, call('ZCOUNT', tags, '-inf', highest))
    if passed > 0 then call('ZREMRANGEBYRANK', tags, 0, passed - 1) end
  end

  -- The first so many of a group leave the lane, many by their range; answers how many of them are plain.
  local function leaveHeads(one, members, leveled)
    local plain, first, last = 0, nil, nil
    local byRange = one.taken >= FEW and not one.scattered
    for i = 1, one.taken do
      local listed = one.listed and one.listed[i]
      if listed == PLAIN then
        plain = plain + 1
      elseif listed then
        leveled[#leveled + 1] = one.members[i]
      elseif byRange then
        first, last = first or one.members[i], one.members[i]
      else
        members[#members + 1] = one.members[i]
      end
    end
    if first then call('ZREMRANGEBYLEX', lane, '[' .. first, '[' .. last) end
    return plain
  end

  -- The first so many of what was picked are taken.
  function takeTurns(count)
    local highest, members, plain, leveled = v, {}, 0, {}
    for i = 1, count do given[i].taken = given[i].taken + 1 end
    local entries = {turns = {}, tags = {}, passed = {}, barred = {}, paces = {}}
    for i = 1, #candidates do
      local one = candidates[i]
      if one.taken > 0 then
        highest = math.max(highest, one.start + (one.taken - 1) * one.step)
        plain = plain + leaveHeads(one, members, leveled)
      end
      -- Of one that was read and had nothing, too.
      if one.taken > 0 or one.most <= 0 or one.whole and #one.members == 0 and not (one.othersLeft or one.cut) then moveOn(one, entries) end
    end
    if #members > 0 then call('ZREM', lane, unpack(members)) end
    takePlain(plain)
    leaveLevels(leveled)
    if #entries.passed > 0 then call('ZREM', turns, unpack(entries.passed)) end
    if #entries.turns > 0 then call('ZADD', turns, unpack(entries.turns)) end
    if #entries.tags > 0 then call('ZADD', tags, unpack(entries.tags)) end
    if #entries.paces > 0 then call('ZADD', paces, unpack(entries.paces)) end
    barUntil(entries.barred)
    advance(highest)
  end
end
