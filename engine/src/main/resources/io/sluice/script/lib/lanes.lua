-- Laned tasks: those that have a group, or another priority than most. Ready, they wait in `lane`, or without a
-- group in `levels`. A group with some in the lane is in `turns`, by its start tag, or in `barred` until it may
-- run again.
--
-- KEYS  lane turns tags barred order
-- USES  spot intolevels wakes costs
-- NAMES enterLane enterMembers leaveLane activate waitsInLane leftLane virtualTime passTurns

local function virtualTime() return tonumber(call('HGET', order, 'v') or 0) end

local function waitsInLane(group)
  return #call('ZRANGEBYLEX', lane, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, 1) > 0
end

-- Whether a group waits for as many tokens as its first task takes, which may be another task by now.
local function waitsForCost(bar)
  return bar ~= 'inf' and tonumber(bar) % 1 == 0 and anyCosts()
end

-- Groups that have tasks in the lane get their turns, unless they have them or are barred. None has saved
-- any up meanwhile.
local function activate(names)
  if #names == 0 then return end
  local started, others = call('ZMSCORE', turns, unpack(names)), {}
  for i = 1, #names do
    if not started[i] then others[#others + 1] = names[i] end
  end
  if #others == 0 then return end
  local bars, finished = call('ZMSCORE', barred, unpack(others)), call('ZMSCORE', tags, unpack(others))
  local v, entries, freed = virtualTime(), {}, {}
  for i = 1, #others do
    if bars[i] and waitsForCost(bars[i]) then
      bars[i] = nil
      freed[#freed + 1] = others[i]
    end
    if not bars[i] then
      entries[#entries + 1] = math.max(v, tonumber(finished[i] or 0))
      entries[#entries + 1] = others[i]
    end
  end
  if #freed > 0 then call('ZREM', barred, unpack(freed)) end
  if #entries > 0 then call('ZADD', turns, unpack(entries)) end
end

-- entries = {0, spot .. id, 0, spot .. id...} of these ids, of these groups.
local function enterMembers(entries, names, ids)
  call('ZADD', lane, unpack(entries))
  activate(names)
  arrive(ids)
end

-- Those without a number as the last of their urgency, or the first.
local function enterLane(ids, spots, first)
  local entries, names, numbered, byUrgency, seen = {}, {}, {}, {}, {}
  for i = 1, #ids do
    local spot = spots[i]
    if isNumbered(spot) then
      numbered[#numbered + 1] = ids[i]
      entries[#entries + 1] = 0
      entries[#entries + 1] = spot .. ids[i]
      local group = groupOf(spot)
      if not seen[group] then
        seen[group] = true
        names[#names + 1] = group
      end
    else
      local urgency = urgencyOf(spot)
      byUrgency[urgency] = byUrgency[urgency] or {}
      table.insert(byUrgency[urgency], ids[i])
    end
  end
  if #numbered > 0 then enterMembers(entries, names, numbered) end
  if next(byUrgency) then enterLevels(byUrgency, first) end
end

-- A group has its turn no more; it goes on with this tag.
local function passTurns(group, tag)
  call('ZREM', turns, group)
  call('ZADD', tags, tag, group)
end

-- Some of a group left the lane, and not by a claim.
local function leftLane(group)
  local bar = group ~= '' and anyCosts() and call('ZSCORE', barred, group)
  if bar and waitsForCost(bar) then
    -- The task for whose tokens it waits may be gone.
    call('ZREM', barred, group)
    if waitsInLane(group) then activate({group}) end
  end
  if call('EXISTS', lane) == 0 then
    -- With nobody waiting nobody owes anything.
    call('UNLINK', turns, tags)
    call('HDEL', order, 'v')
    call('ZREMRANGEBYSCORE', barred, '+inf', '+inf')
  elseif group ~= '' and not waitsInLane(group) then
    local tag = call('ZSCORE', turns, group)
    if tag then passTurns(group, tag) end
    if call('ZSCORE', barred, group) == 'inf' then call('ZREM', barred, group) end
  end
end

-- Answers whether the task was there.
local function leaveLane(id, spot)
  if call('ZREM', lane, spot .. id) == 0 then return false end
  leftLane(groupOf(spot))
  return true
end
