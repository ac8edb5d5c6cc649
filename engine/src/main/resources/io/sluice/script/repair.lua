#!lua flags=allow-oom
-- Mends what damage left of a few tasks: each ends in exactly one place, or is written off as lost.
-- What is right is not touched, whoever asks. Looks through whole lists, which is O(backlog): an
-- operator's tool, never on a timer.
--
-- KEYS  tasks ready landing running sessions walk reaper scheduled retrying dead succeeded cancelled expired retained results attempts notes cancels ghosts counters aside behind place later events lane levels turns tags barred order inflight membership tally judging costs batches gathered
-- USES  clock aside behind stuck place ready walk spot lanes slots bars moved recount levels wakes
-- ARGV  repaired, lost (as audited last), what is missing then and nothing is left of (0 = nothing), id...
-- Returns {id, 'ready' (put back) | 'lost' | 'mended', ...}, only what was changed.
-- Again: nothing.
local repairedBefore, lostBefore, missing = ARGV[1], ARGV[2], tonumber(ARGV[3])
local FIRST_ID = 4
local UNKNOWN_START = 0
local MOVED, MANY = '2', 1000
local endedLists = {S = succeeded, C = cancelled, E = expired}

-- Only a list has the places that are judged here: what is set aside by type goes back to it.
local function putBackWhatIsSetAside()
  for _, part in ipairs(call('ZRANGE', aside, 0, -1)) do
    local ids = idsOf(part)
    returnReady(ids, 1, #ids)
  end
  call('DEL', aside)
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD ready landing succeeded cancelled expired tasks running reaper results attempts notes cancels ghosts counters sessions walk scheduled retrying dead retained aside behind lane levels turns tags barred order inflight place later costs batches
anyMembers()


-- Parts of levels by the ids that are asked about.
local partsOf, PARTS_A_PAGE = {}, 100

local function lookThroughLevels(asked)
  if call('EXISTS', levels) == 0 then return end
  for _, id in ipairs(asked) do partsOf[id] = {} end
  local from = '-'
  repeat
    local page = call('ZRANGEBYLEX', levels, from, '(' .. LEVELS_COUNT, 'LIMIT', 0, PARTS_A_PAGE)
    for _, text in ipairs(page) do
      local part = {text = text}
      for id in text:gmatch(' (%S+)') do
        if partsOf[id] then table.insert(partsOf[id], part) end
      end
    end
    from = '(' .. (page[#page] or '')
  until #page < PARTS_A_PAGE
end

-- How many entries were dropped.
local function dropFromLevels(id)
  local dropped = 0
  for _, part in ipairs(partsOf[id] or {}) do
    local before, head = idsOf(part.text), part.text:match('^%S+ %S+')
    local rest = head
    for _, other in ipairs(before) do
      if other == id then dropped = dropped + 1 else rest = rest .. ' ' .. other end
    end
    call('ZREM', levels, part.text)
    if rest ~= head then call('ZADD', levels, 0, rest) end
    part.text = rest
  end
  partsOf[id] = nil
  if dropped > 0 then countLevels(-dropped) end
  return dropped
end

local function timesInLevels(id)
  local n = 0
  for _, part in ipairs(partsOf[id] or {}) do
    for _, other in ipairs(idsOf(part.text)) do n = n + (other == id and 1 or 0) end
  end
  return n
end

local function times(list, id) return #call('LPOS', list, id, 'COUNT', 0) end

-- Of a laned task; nil of a plain one.
local function spotOfTask(id)
  local envelope = call('HGET', tasks, id)
  return envelope and spotOf(envelope)
end

local function isInLane(id)
  local spot = spotOfTask(id)
  return spot and isNumbered(spot) and call('ZSCORE', lane, spot .. id) and true or false
end

local function dropFromLane(id)
  local spot = spotOfTask(id)
  return spot and leaveLane(id, spot) and 1 or 0
end

-- How many entries were dropped.
local function dropFrom(places, id)
  local dropped = 0
  for _, place in ipairs(places) do
    local kind = call('TYPE', place).ok
    if place == levels then dropped = dropped + dropFromLevels(id)
    elseif kind == 'list' then dropped = dropped + call('LREM', place, 0, id)
    elseif kind == 'zset' then dropped = dropped + call('ZREM', place, id)
    elseif kind == 'hash' then dropped = dropped + call('HDEL', place, id) end
  end
  return dropped
end

-- The reaper takes what a session runs that is neither alive nor waiting to be walked.
local function leaveToReaper(token)
  local session = token:match('^[^:]*')
  if call('ZSCORE', sessions, session) or call('ZSCORE', walk, session) then return 0 end
  local state = call('HMGET', reaper, 'pass', 'cursor')
  walkFor({session}, tonumber(state[1] or 0), state[2] or '0')
  return 1
end

local function listOf(id, record)
  local letter = record and record:match('^%d+ ([SCE])')
  if letter then return letter end
  for known, list in pairs(endedLists) do
    if call('LPOS', list, id) then return known end
  end
  return 'S'
end

-- An end wins over everything: its worker was told so, and its counter has it.
local function keepFinished(id, exists, record, ghost)
  local others = {running, scheduled, retrying, dead, cancels}
  if not ghost then
    others[#others + 1] = ready
    others[#others + 1] = levels
    others[#others + 1] = landing
  end
  local changes = dropFrom(others, id) + dropFromLane(id)
  if not exists then return changes + dropFrom({results, succeeded, cancelled, expired, retained, notes, costs}, id) end
  changes = changes + dropFrom({costs}, id)
  local letter = listOf(id, record)
  if not record then
    call('HSET', results, id, now() .. ' ' .. letter .. ' ' .. UNKNOWN_START .. ' ')
    changes = changes + 1
  end
  if letter == 'S' and call('ZSCORE', retained, id) then return changes + dropFrom({succeeded, cancelled, expired}, id) end
  changes = changes + dropFrom({retained}, id)
  local entries = times(succeeded, id) + times(cancelled, id) + times(expired, id)
  if entries ~= 1 or times(endedLists[letter], id) ~= 1 then
    dropFrom({succeeded, cancelled, expired}, id)
    call('RPUSH', endedLists[letter], id)
    changes = changes + 1
  end
  return changes
end

local function writeOff(count) call('HINCRBY', counters, 'lost', count) end

local function putBack(id)
  local spot = spotOfTask(id)
  if spot then
    enterLane({id}, {spot})
    wakeLanes()
    return 'ready'
  end
  if putReady({id}) then wakeReady() end
  return 'ready'
end

-- Of one that is cancelled, where retention keeps nothing, only the ghost and its entry stay.
local function keepGhost(id, exists, waits)
  local changes = dropFrom({running, scheduled, retrying, dead, cancels}, id)
  if exists then changes = changes + dropFrom({tasks, attempts, notes, costs}, id) end
  if waits == 0 then changes = changes + dropFrom({ghosts}, id) end
  return changes
end

local function isPlaced(id)
  return call('HEXISTS', running, id) == 1 or call('ZSCORE', retrying, id) or call('ZSCORE', scheduled, id)
    or call('ZSCORE', dead, id)
end

-- The places of one that is to run or is dead, the strongest first; it keeps the first it is in.
local function keepOnePlace(id, waits)
  local changes = isPlaced(id) and dropFromLane(id) or 0
  if call('ZSCORE', dead, id) then return changes + dropFrom({running, retrying, scheduled, landing, ready, levels, cancels}, id) end
  local token = call('HGET', running, id)
  if token then return changes + dropFrom({retrying, scheduled, landing, ready, levels}, id) + leaveToReaper(token) end
  changes = changes + dropFrom({cancels}, id)
  if call('ZSCORE', retrying, id) then return changes + dropFrom({scheduled, landing, ready, levels}, id) end
  if call('ZSCORE', scheduled, id) then return changes + dropFrom({landing, ready, levels}, id) end
  local moved = call('HGET', ghosts, id) == MOVED
  if moved and waits == 0 then return changes + dropFrom({ghosts}, id) end
  if isInLane(id) then return changes + (moved and 0 or dropFrom({landing, ready, levels}, id)) end
  if waits > 1 then
    dropFrom({landing, ready, levels}, id)
    putBack(id)
    changes = changes + 1
  end
  return changes
end

-- Nothing of what it was is left: it cannot run. One that runs now has it in its worker's hands.
local function dropDangling(id)
  local token = call('HGET', running, id)
  if token then return dropFrom({retrying, scheduled, landing, ready, levels}, id) + leaveToReaper(token), 'mended' end
  local entries = dropFrom({dead, retrying, scheduled, landing, ready, levels}, id)
  if entries > 0 then writeOff(1) end
  return entries + dropFrom({attempts, notes, cancels, costs}, id), entries > 0 and 'lost' or 'mended'
end

local function mend(id)
  local exists, mark = call('HEXISTS', tasks, id) == 1, call('HGET', ghosts, id)
  -- One that moved to the lane left a ghost that says nothing of it.
  local ghost = mark and (mark ~= MOVED or not exists)
  local record, waits = call('HGET', results, id), times(ready, id) + times(landing, id) + timesInLevels(id)
  local listed = call('ZSCORE', retained, id) or call('LPOS', succeeded, id) or call('LPOS', cancelled, id) or call('LPOS', expired, id)
  if record or listed then
    local changes = keepFinished(id, exists, record, ghost)
    if ghost and waits == 0 then changes = changes + dropFrom({ghosts}, id) end
    return changes, 'mended'
  end
  if ghost then return keepGhost(id, exists, waits), 'mended' end
  if not exists then return dropDangling(id) end
  if (waits == 0 or mark) and not isPlaced(id) and not isInLane(id) then
    dropFrom({cancels}, id)
    return 1, putBack(id)
  end
  return keepOnePlace(id, waits), 'mended'
end

-- A laned task has its spot in `place` while it is put off or dead, and only then.
local function mendPlace(id)
  local spot = spotOfTask(id)
  local isOff = call('ZSCORE', retrying, id) or call('ZSCORE', scheduled, id) or call('ZSCORE', dead, id)
  if spot and isOff then call('HSET', place, id, spot) else call('HDEL', place, id) end
end

-- Calls with the fields and values of a hash, many at a time, each once.
local function eachPart(hash, take)
  local cursor, seen = '0', {}
  repeat
    local scan, fields, values = call('HSCAN', hash, cursor, 'COUNT', MANY), {}, {}
    cursor = scan[1]
    for i = 1, #scan[2], 2 do
      if not seen[scan[2][i]] then
        seen[scan[2][i]] = true
        fields[#fields + 1], values[#values + 1] = scan[2][i], scan[2][i + 1]
      end
    end
    take(fields, values)
  until cursor == '0'
end

-- As many as run and as are put off of each group, whatever was counted; and a group that is at its cap is
-- let go, since what it waited for may be gone.
local function countGroupsAnew()
  if call('EXISTS', inflight, lane, place, later, barred) == 0 then return end
  call('DEL', inflight, later)
  eachPart(running, function(_, holders)
    local spots = {}
    for i = 1, #holders do spots[#spots + 1] = spotOfRun(holders[i]) end
    takeSlots(spots)
  end)
  eachPart(place, function(ids, all)
    local spots = {}
    for i = 1, #ids do
      if not call('ZSCORE', dead, ids[i]) then spots[#spots + 1] = all[i] end
    end
    countLater(spots, 1)
  end)
  local full = call('ZRANGEBYSCORE', barred, '+inf', '+inf')
  for i = 1, #full, MANY do unbar({unpack(full, i, math.min(#full, i + MANY - 1))}) end
  wakeLanes()
end

putBackWhatIsSetAside()
local totals = call('HMGET', counters, 'repaired', 'lost')
if missing ~= 0 and (totals[1] or '0') == repairedBefore and (totals[2] or '0') == lostBefore then
  writeOff(missing)
end
local reply = {}

-- What waits behind a run that is over, or behind none, waits no more.
local function freeStuck(id)
  if not isStuck(id) then return 0 end
  takePlaces({id})
  return dropFrom({scheduled}, id)
end

local function mendOne(id)
  local freed, wasDead = freeStuck(id), call('ZSCORE', dead, id)
  local changes, verdict = mend(id)
  if tonumber(call('ZSCORE', scheduled, id) or 0) ~= BEHIND_ALL then leaveBehind({id}) end
  mendPlace(id)
  mendMember(id, wasDead)
  if changes + freed > 0 then
    reply[#reply + 1] = id
    reply[#reply + 1] = verdict
  end
end

local asked = {unpack(ARGV, FIRST_ID)}
for _, follower in pairs(followersOf(asked)) do
  if follower then asked[#asked + 1] = follower end
end
lookThroughLevels(asked)
for i = FIRST_ID, #ARGV do
  local id = ARGV[i]
  local follower = followersOf({id})[1]
  mendOne(id)
  if follower and isStuck(follower) then mendOne(follower) end
end
countGroupsAnew()
countMembersAnew(eachPart)
if #reply > 0 then call('HINCRBY', counters, 'repaired', #reply / 2) end
return reply
