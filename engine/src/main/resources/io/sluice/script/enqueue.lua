#!lua
-- Takes many tasks in. The only script without allow-oom: a full Redis takes no new task, but drains.
--
-- KEYS  tasks ready scheduled retrying ghosts counters settings events receipt aside lane levels place later turns tags barred groups order rates costs
-- USES  clock receipt answered least ready intolevels admission numbers wakes
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), 'fresh urgency count...'
--       (id, envelope) × fresh            ids nobody can have used: not checked, ready now, of no group; the last
--                                         ones of other urgencies than most, so many of each as is told
--       (id, envelope, due) × the rest    due = '0' now | delay in ms | '@' instant in ms, checked
--                                         | '' not checked, ready now; all tasks with a group are here, and
--                                         the envelope of each begins with a spot that lacks its number;
--                                         behind a due a blank and the cost, if that is not 1
-- Returns {'ok' | 'replayed', accepted, each that was refused...} | {'full'} or {'late', ms after which the
--       queue is expected to take tasks again} (nothing was taken)
--       | {'moved'} (nothing was taken: the caller goes by an older map of the partitions)
--       | {'old'} (a later call of this lane was answered already);
--       refused = index (1-based, over the whole call) of a duplicate, or index ':full' or ':late ms', where
--       the group takes no more. Behind 'ok' and 'replayed' a blank and the queue's least durability, if one is set.
-- Again with the same seq: the same answer, no effect.
local seq, fresh, others = ARGV[1], tonumber(ARGV[3]:match('^%d+')), ARGV[3]:match(' .*$')
local FIRST_ITEM, LANED, WITH_NUMBER, NUMBER = 4, 2, 15, 13
local anyLeveled = others ~= nil

local before = withLeast(answeredBefore(seq))
if before then return before end

local rules = call('HMGET', settings, 'max_backlog', 'max_delay', 'durability', 'map')
local map = rules[4]
-- INLINE isMoved
if isMoved then
  keepReceipt(seq, 'moved ')
  return {'moved'}
end
local maxBacklog, maxDelay = tonumber(rules[1] or ARGV[2]), tonumber(rules[2] or nil)
local firstChecked = FIRST_ITEM + 2 * fresh

-- Of each laned item, where in its envelope (see spot) the number of its spot begins.
local numberAt, anyLaned = {}, false
for i = firstChecked, #ARGV, 3 do
  local version, length = ARGV[i + 1]:byte(1, 2)
  if version == LANED and length and #ARGV[i + 1] > 2 + length then
    if length >= WITH_NUMBER then
      numberAt[i] = length + 3 - NUMBER
      anyLaned = true
    else
      anyLeveled = true
    end
  end
end

-- Of what costs more than one token, by the index of the argument.
local costAt, anyCostly = {}, false
for i = firstChecked, #ARGV, 3 do
  local blank = ARGV[i + 2]:find(' ', 1, true)
  if blank then
    costAt[i], anyCostly = ARGV[i + 2]:sub(blank + 1), true
    ARGV[i + 2] = ARGV[i + 2]:sub(1, blank - 1)
  end
end

local refused = {} -- by the index of the argument
if maxBacklog > 0 or maxDelay or anyLaned then
  local why, ms = refusedByQueue(maxBacklog, not anyLaned and maxDelay)
  if why then
    keepReceipt(seq, why .. ' ' .. (ms or ''))
    return {why, ms}
  end
  if anyLaned and refusesGroups(maxDelay) then
    for i = firstChecked, #ARGV, 3 do
      refused[i] = numberAt[i] and refusedByGroup(ARGV[i + 1]:sub(3, numberAt[i] - 3), maxDelay)
    end
  end
end

local nowReady, refusals, accepted = {}, {}, fresh

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready counters
if #ARGV >= firstChecked then
  -- GUARD scheduled ghosts
end
if anyLaned or anyLeveled then
  -- GUARD lane levels place later turns tags barred groups order
end
if anyLaned or anyCostly then
  -- GUARD costs
end

local leveled, firstLeveled = leveledIn(others or '', firstChecked - 1)
if fresh > 0 then
  for i = FIRST_ITEM, firstLeveled - 1, 2 do nowReady[#nowReady + 1] = ARGV[i] end
  call('HSET', tasks, unpack(ARGV, FIRST_ITEM, firstChecked - 1))
end

local off, away, spots = {}, {}, {} -- what is put off; and where that stands then
local entries, names, laned = {}, {}, {} -- of what enters the lane
if #ARGV >= firstChecked then
  -- USES after due

  -- Whether its time is not now; then it is put off.
  local function isPutOff(id, due)
    if due == '0' or due == '' then return false end
    local at = due:sub(1, 1) == '@' and tonumber(due:sub(2)) or after(tonumber(due))
    if at <= now() then return false end
    off[#off + 1] = at
    off[#off + 1] = id
    return true
  end

  -- A ghost is still in a list: the id cannot be in it twice.
  local function isTaken(id, envelope)
    return call('HEXISTS', ghosts, id) == 0 and call('HSETNX', tasks, id, envelope) == 1
  end

  local function refuse(index, why)
    costAt[firstChecked + 3 * (index - fresh - 1)] = nil
    refusals[#refusals + 1] = why and index .. ':' .. why or index
  end

  for i = firstChecked, #ARGV, 3 do
    if not numberAt[i] then
      local id, envelope = ARGV[i], ARGV[i + 1]
      if not isTaken(id, envelope) then
        refuse(fresh + (i - firstChecked) / 3 + 1)
      else
        accepted = accepted + 1
        local isAway, version, length = isPutOff(id, ARGV[i + 2]), envelope:byte(1, 2)
        local spot = version == LANED and envelope:sub(3, 2 + length)
        if isAway and spot then
          away[#away + 1], spots[#spots + 1] = id, spot
        elseif spot then
          local urgency = spot:sub(2)
          leveled[urgency] = leveled[urgency] or {}
          table.insert(leveled[urgency], id)
        elseif not isAway then
          nowReady[#nowReady + 1] = id
        end
      end
    end
  end

  if anyLaned then
    local seen, nextNumber, unchecked, n, u = {}, newNumbers(), {}, 0, 0
    local function take(id, open, number)
      n = n + 1
      laned[n] = id
      entries[2 * n - 1], entries[2 * n] = 0, open .. number .. id
      if seen[open] then return end
      seen[open] = true
      local group = open:sub(1, -3)
      if not seen[group] then
        seen[group] = true
        names[#names + 1] = group
      end
    end

    for i = firstChecked, #ARGV, 3 do
      local at = numberAt[i]
      if at and refused[i] then
        refuse(fresh + (i - firstChecked) / 3 + 1, refused[i])
      elseif at then
        local id, envelope, due, number = ARGV[i], ARGV[i + 1], ARGV[i + 2], nextNumber()
        local open = envelope:sub(3, at - 1)
        envelope = envelope:sub(1, at - 1) .. number .. envelope:sub(at + NUMBER)
        if due == '' then
          unchecked[u + 1], unchecked[u + 2] = id, envelope
          u = u + 2
          take(id, open, number)
        elseif not isTaken(id, envelope) then
          refuse(fresh + (i - firstChecked) / 3 + 1)
        else
          accepted = accepted + 1
          if isPutOff(id, due) then
            away[#away + 1], spots[#spots + 1] = id, open .. number
          else
            take(id, open, number)
          end
        end
      end
    end
    accepted = accepted + u / 2
    if u > 0 then call('HSET', tasks, unpack(unchecked)) end
  end
  putOff(scheduled, 'scheduled', off)
  for i = firstChecked, anyCostly and #ARGV or 0, 3 do
    if costAt[i] then call('HSET', costs, ARGV[i], costAt[i]) end
  end
end

makeReady(nowReady)
if anyLaned or anyLeveled then
  -- USES lanes place
  keepPlaces(away, spots)
  if #laned > 0 then enterMembers(entries, names, laned) end
  if next(leveled) then enterLevels(leveled) end
  wakeLanes()
end
if accepted > 0 then call('HINCRBY', counters, 'accepted', accepted) end
keepReceipt(seq, accepted .. ',' .. table.concat(refusals, ','))
return withLeast({'ok', accepted, unpack(refusals)}, rules[3])
