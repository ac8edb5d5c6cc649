#!lua flags=allow-oom
-- Gives ready tasks to a live session. Of plain tasks that nothing holds claim_straight gives as many.
--
-- A task that crashed twice may be what kills its workers. A session holds at most one such suspect,
-- so that none of those that crash beside it comes to more than two crashes; the next suspect is put
-- off for a moment. Which one the session holds is carried in its receipt.
--
-- What is to run before a time and was not is expired here, so that it never runs too late.
--
-- A claim is bounded by bytes too: an answer that is larger than the server lets one be is cut off,
-- and would be again. What does not fit goes back to the head of `ready` before it is given.
--
-- A claim of certain types sets what is ready aside, by type, some of it in a call, and takes from
-- its types; so a task is looked at once, however many claims of other types come by. A claim of any
-- type takes what is set aside first, since that came first. `aside` is a sorted set: members 'type
-- order id id...' of score 0, and at its end, of another letter than names have, how many ids.
--
-- A laned task has its turn as its group has (see turns); the order of what BLMOVE brought is of no
-- account then: it goes back first.
--
-- A claim that would stand (see offer) and finds nothing is not answered yet: under its number its session may be given
-- one task. It asks again with the same number, until it is answered with tasks; then the next claim tells that it has
-- heard of them. With a max of 0 it stands no longer.
--
-- KEYS  ready landing tasks running sessions attempts retrying expiries expired results ghosts counters settings events receipt aside lane levels place later turns tags barred inflight paces groups order membership tally judging costs lines gathered standing gifts
-- USES  clock receipt given aside fitting ready fence tokens pace costs unsent standing
-- ARGV  session, seq, max (behind it ' stands', if it would), bytes (of envelopes and records; one task is given whatever its size),
--       types (0 = any), type × types, adopted id... (brought to landing by this worker's BLMOVE)
-- Returns {'ok' | 'stands' | 'more' (are there, or may be: claim again at once) | 'replayed' | 'paused' | 'limited' (as many run
--       as may, or letters to other queues hold it), token, ids, envelopes, attempt records, of a pause that ends by itself: after how many ms}
--       | {'gone'} (fenced: open another session) | {'old', the number of the last claim}
--       | {'large'} (what it gave does not fit into the bytes of this call: shrink it).
-- Again with the same seq: the same tasks, as far as they are still under this token.
local session, seq, max, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]:match('^%d+')), tonumber(ARGV[4])
local FIRST_TYPE = 6
local FIRST_ADOPTED = FIRST_TYPE + tonumber(ARGV[5])
local types = {unpack(ARGV, FIRST_TYPE, FIRST_ADOPTED - 1)}

local withAttempts = call('HLEN', attempts) > 0

local suspect, lastSeq, late = '', nil, nil
do
  local answer
  lastSeq, answer, late = lastCall(seq)
  if lastSeq then
    local startedAt, held, all = answer:match('^(%d+):(%S*)(.*)$')
    local isOpen = lastSeq == seq and all == STANDS
    if isOpen then
      -- Meanwhile it may have been given one.
      local number, gift = (call('HGET', gifts, session) or ''):match('^(%d+) (.*)$')
      if number == seq then
        startedAt, all = gift:match('^(%d+):(.*)$')
        isOpen = false
      end
    end
    if lastSeq == seq and not isOpen then
      local token, ids, mine = tokenOf(session, seq, startedAt), {}, {}
      for id in all:gmatch('%S+') do ids[#ids + 1] = id end
      if #ids > 0 then
        local holder = call('HMGET', running, unpack(ids))
        for i = 1, #ids do
          if isHeldBy(holder[i], token) then mine[#mine + 1] = ids[i] end
        end
      end
      if #mine == 0 then return {'replayed', token, {}, {}, {}} end
      local rest, kept, envelopes, records = fitting(mine, bytes, withAttempts)
      if rest <= #mine then return {'large'} end
      return {'replayed', token, kept, envelopes, records}
    end
    if late then return {'old', tonumber(lastSeq)} end
    suspect = held
  end
end

if not call('ZSCORE', sessions, session) then return {'gone'} end

local startedAt = now()
local token = tokenOf(session, seq, startedAt)

if suspect ~= '' then
  local holder = call('HGET', running, suspect)
  if not holder or holder:sub(1, #session + 1) ~= session .. ':' then suspect = '' end
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local before, ghostly, expiring = call('HLEN', running), call('HLEN', ghosts) > 0, call('ZCARD', expiries) > 0
local rules = call('HMGET', settings, 'paused', 'paused_until', 'max_concurrency', 'rate', 'age_every')
local restMs = restForLetters()
local anyAside, laned = sizeOfAside() > 0, call('EXISTS', lane, levels) > 0
if laned or expiring or rules[4] then anyCosts() end
local anyStand = call('EXISTS', standing, gifts) > 0
-- GUARD tasks ready retrying
if anyStand or wouldStand() then
  -- GUARD standing gifts
end
if laned then
  -- GUARD lane levels place later turns tags barred inflight paces groups order
end
if expiring then
  -- GUARD expired results counters membership tally judging gathered
end

if anyStand and lastSeq then leaveStanding(session, lastSeq, lastSeq ~= seq) end
if max == 0 then
  keepGiven(seq, startedAt, suspect, '')
  return {'ok', token, {}, {}, {}}
end

local paused = rules[1] == '1'
if paused and rules[2] and math.floor(rules[2]) <= startedAt then
  -- GUARD landing order
  call('HDEL', settings, 'paused', 'paused_reason', 'paused_until')
  paused = false
end
local limited = false
if rules[3] then
  local room = tonumber(rules[3]) - before
  limited = room <= 0
  max = math.min(max, room)
end
local left = paused and rules[2] and math.floor(rules[2]) - startedAt or nil
local gap, burst, full
if rules[4] then
  local limit, ms, most = rules[4]:match('^(%S+) (%S+) (%S+)')
  gap, burst = ms / limit, tonumber(most)
  full = fullAt(tonumber(call('HGET', order, 'tat') or 0), gap, burst)
  local few = tokensAt(full, gap, burst)
  if few <= 0 and not limited and not paused then
    limited = true
    left = left or nextTokenAt(full, gap, burst) - startedAt
  end
  max = math.min(max, few)
end
if restMs and not paused then
  limited = true
  left = math.max(left or 0, restMs)
end

-- What a BLMOVE brought is this worker's only if it is still there; else the reaper put it back.
local ids = {}
for i = FIRST_ADOPTED, #ARGV do
  if call('LREM', landing, 1, ARGV[i]) == 1 and ARGV[i] ~= TOKEN then ids[#ids + 1] = ARGV[i] end
end

if paused or limited then
  if #ids > 0 then putReady(ids, true) end
  keepGiven(seq, startedAt, suspect, '')
  return {paused and 'paused' or 'limited', token, {}, {}, {}, left}
end

local adopted, more = #ids, false
-- Of the ids, the first ones have had their turns; each of the laned ones has a spot.
local inTurn, spots, turned = 0, {}, {}
local fromParts, leaveTaken, leaveTurns, endLaned = 0, nil, nil, nil
if #types > 0 or anyAside or laned then
  -- USES sort parts heads turns slots place wakes
  if adopted > 0 and (laned or #types > 0) then
    putReady(ids, true)
    ids, adopted = {}, 0
  end
  if laned then
    local isWanted, hadToken, picked = #types > 0 and {} or nil, tokensInReady() == 1, nil
    for i = 1, #types do isWanted[types[i]] = true end
    dropToken()
    local most = max
    if isWanted and plainWaits() then
      -- Those of plain tasks are not read here: they have the turns of one group among these, over many claims.
      local share = max / (call('ZCARD', turns) + 1)
      most = max - math.floor(seq * share) + math.floor((seq - 1) * share)
    end
    ids, picked, more = pickTurns(most, isWanted, tonumber(rules[5] or nil), tonumber(seq))
    for i = 1, #ids do spots[ids[i]] = picked[i] end
    inTurn, leaveTurns = #ids, takeTurns
    local function spotsOf(them)
      local laneds, theirs, n = {}, {}, 0
      for i = 1, #them do
        local spot = spots[them[i]]
        if spot then
          n = n + 1
          laneds[n], theirs[n] = them[i], spot
        end
      end
      return laneds, theirs
    end
    endLaned = function(turned, started, off)
      local _, theirs = spotsOf(turned)
      takeSlots(theirs)
      if #types > 0 or #started < #turned then
        -- One that is dropped had its slot for a moment, for which its group may be barred.
        local runs, dropped = {}, {}
        for i = 1, #started do runs[started[i]] = true end
        for i = 1, #turned do
          if spots[turned[i]] and not runs[turned[i]] then dropped[#dropped + 1] = spots[turned[i]] end
        end
        freeSlots(dropped)
      end
      if #off > 0 then keepPlaces(spotsOf(off)) end
      -- A claim of certain types that leaves the others must not wake its like for them, again and again.
      if #types > 0 and hadToken then keepToken() else wakeLanes() end
    end
  elseif #types == 0 and #ids < max then
    takeOfAny(ids, max)
  end
  if #types > 0 and #ids < max then
    local room, turn = max - #ids, tonumber(seq)
    local others = anyAside and takeOfTypes(types, turn, room) or {}
    if #others < room then
      setReadyAside(ghostly)
      others = sizeOfAside() > 0 and takeOfTypes(types, turn, room) or {}
      more = more or #others < room and call('LLEN', ready) > 0
    end
    for i = 1, #others do ids[#ids + 1] = others[i] end
  end
  if not laned or #types > 0 then fromParts, leaveTaken = takenOfParts(), leaveParts end
end
if #types == 0 and not laned and #ids < max then
  local others = call('LPOP', ready, max - #ids)
  if others then
    -- Left by tasks of the lane that are gone.
    if others[1] == TOKEN then
      table.remove(others, 1)
      others[#others + 1] = call('LPOP', ready) or nil
    end
    if #ids == 0 then ids = others else
      for i = 1, #others do ids[#ids + 1] = others[i] end
    end
  end
end

-- As many as the tokens of the queue pay for.
local paid, _, costly = ids, 0, nil
if gap and #ids > 0 then paid, _, costly = paidBy(tokensAt(full, gap, burst), ids, burst) end

local envelopes, records, put = {}, {}, {}
if leaveTurns and #ids == 0 then leaveTurns(0) end
if #ids > 0 then
  local rest, kept
  rest, kept, envelopes, records = fitting(paid, bytes, withAttempts)
  if leaveTurns then
    leaveTurns(math.min(rest - 1, inTurn))
    turned = {unpack(ids, 1, math.min(rest - 1, inTurn))}
  end
  if fromParts > 0 then leaveTaken(rest - inTurn) end
  if rest <= #ids then
    more = true
    returnReady(ids, math.max(rest, adopted + fromParts + inTurn + 1), #ids)
    if rest <= adopted then returnReady(ids, rest, adopted) end
  end

  -- Cancelled while they waited: dropped here, since a list cannot lose one from its middle cheaply.
  if ghostly and rest > 1 then
    local marks, gone, alive = call('HMGET', ghosts, unpack(ids, 1, rest - 1)), {}, {}
    local isGhost = {}
    for i = 1, rest - 1 do
      -- What waits in the lane left its ghost in the list, or with what is set aside.
      if marks[i] and (i > inTurn or not spots[ids[i]]) then
        gone[#gone + 1] = ids[i]
        isGhost[ids[i]] = true
      end
    end
    if #gone > 0 then
      call('HDEL', ghosts, unpack(gone))
      local theirs, tried, met = {}, {}, {}
      for i = 1, #kept do
        -- One that had its turn comes before its ghost.
        if not isGhost[kept[i]] or spots[kept[i]] and not met[kept[i]] then
          met[kept[i]] = true
          alive[#alive + 1], theirs[#theirs + 1] = kept[i], envelopes[i]
          tried[#alive] = records[i]
        end
      end
      kept, envelopes, records = alive, theirs, tried
    end
  end
  ids = kept
end

-- Only the first start is to be in time: whatever comes to be run is not looked at again.
if #ids > 0 and expiring then
  local expiresAt, inTime, theirs, tried, late, endRecords = call('ZMSCORE', expiries, unpack(ids)), {}, {}, {}, {}, {}
  for i = 1, #ids do
    if expiresAt[i] and math.floor(expiresAt[i]) <= startedAt then
      late[#late + 1] = ids[i]
      endRecords[#endRecords + 1] = ids[i]
      endRecords[#endRecords + 1] = startedAt .. ' E '
    else
      inTime[#inTime + 1], theirs[#theirs + 1] = ids[i], envelopes[i]
      tried[#inTime] = records[i]
    end
  end
  call('ZREM', expiries, unpack(ids))
  if #late > 0 then
    -- USES ends
    endKept('expired', expired, late, endRecords)
    ids, envelopes, records = inTime, theirs, tried
  end
end

-- The first suspect is taken when none is held; the others leave for `retrying`, at random times, so
-- that they neither come back together nor keep a worker busy with asking.
if #records > 0 then
  -- USES after due
  local SUSPECT_CRASHES, PUT_OFF_MS = 2, 1000
  local due, trusted, theirs, kept = {}, {}, {}, {}
  math.randomseed(startedAt)
  for i = 1, #ids do
    local crashes = records[i] and tonumber(records[i]:match('^%d+ (%d+)')) or 0
    if crashes >= SUSPECT_CRASHES and suspect ~= '' then
      due[#due + 1] = after(math.floor(PUT_OFF_MS * (0.5 + math.random())))
      due[#due + 1] = ids[i]
    else
      if crashes >= SUSPECT_CRASHES then suspect = ids[i] end
      trusted[#trusted + 1], theirs[#theirs + 1], kept[#kept + 1] = ids[i], envelopes[i], records[i]
    end
  end
  if #due > 0 then
    putOff(retrying, 'retrying', due)
    for i = 2, #due, 2 do put[#put + 1] = due[i] end
    ids, envelopes, records = trusted, theirs, kept
  end
end

-- An empty answer needs its receipt too: its late copy would take tasks that nobody waits for.
if endLaned then endLaned(turned, ids, put) end
if #ids == 0 then
  local stands = not more and wouldStand() and suspect == '' and not rules[3] and not gap
  keepGiven(seq, startedAt, suspect, stands and STANDS or '')
  if costly and #paid == 0 then return {'limited', token, {}, {}, {}, tokensFrom(full, gap, burst, costly) - startedAt} end
  if stands then return stand(session, seq, token) end
  return {more and 'more' or 'ok', token, {}, {}, {}}
end

give(ids, token, before, laned and spots)
if gap then
  local _, spent = paidBy(math.huge, ids, burst)
  call('HSET', order, 'tat', full + spent * gap)
end
keepGiven(seq, startedAt, suspect, ' ' .. table.concat(ids, ' '))
return {more and 'more' or 'ok', token, ids, envelopes, records}
