#!lua
-- Takes tasks in that carry a condition: to run before a time, to be there once only, or to be the
-- answer to a request that may be sent twice. All that a condition looks at and changes is in here,
-- so that of any number of callers at once one is accepted. Tasks without one take `enqueue`.
--
-- A key in `once` is held by a task until a time, or (0) until that task has ended:
-- 'until id createdAt fingerprint'; of one for a time 'createdAt+length', in ms. A caller's own
-- keys begin with 'u', those of requests with 'i'.
--
-- KEYS  tasks ready scheduled retrying running dead results cancelled attempts notes awaited ends expiries once behind ghosts counters settings events receipt aside lane levels place later turns tags barred order groups rates membership tally judging costs gathered
-- USES  clock after receipt answered least state waits unique holding newest behind cancelled ready due admission spot lanes place numbers moved joined costs wakes
-- ARGV  seq, maxBacklog (0 = none), cap (those of the queue's settings go before),
--       (id, envelope, due, createdAt, expiresInMs ('' = never),
--        unique key ('' = none), held for ms (0 = until it has ended), on conflict (reject | keep | replace | keep_last | debounce quiet
--        most), both in ms, most 0 = none,
--        request key ('' = none), held for ms, fingerprint) × n
--       due = '0' now | delay in ms | '@' instant in ms; behind it a blank and the cost, if that is not 1; behind that,
--       of a member of a batch, '|', this queue, a blank and batch@home
-- Returns {'ok' | 'replayed', accepted, index (1-based) and verdict of each that was not...}
--       | {'full'} or {'moved'} (nothing was taken) | {'old'} (a later call of this lane was answered already);
--       verdict = 'duplicate id' | 'reject id' | 'keep id' | 'again id createdAt' | 'mismatch id'
--       | 'batch_sealed id' | 'batch_unknown id' | 'full id' | 'late id ms' where the group takes no more, or the queue of those without a group.
--       Behind 'ok' and 'replayed' a blank and the queue's least durability, if one is set.
-- Again with the same seq: the same answer, no effect.
local seq = ARGV[1]
local FIRST_ITEM, PARTS = 4, 11

do
  local before = withLeast(answeredBefore(seq))
  if before then return before end
end

local rules = call('HMGET', settings, 'retention_count', 'max_backlog', 'max_delay', 'durability', 'map')
do
  local map = rules[5]
  -- INLINE isMoved
  if isMoved then
    keepReceipt(seq, 'moved ')
    return {'moved'}
  end
end
local cap, maxDelay = tonumber(rules[1] or ARGV[3]), tonumber(rules[3] or nil)
do
  local refused = refusedByQueue(tonumber(rules[2] or ARGV[2]))
  if refused then
    keepReceipt(seq, refused .. ' ')
    return {refused}
  end
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results attempts notes ends once behind ghosts counters ready cancelled scheduled retrying dead awaited expiries lane levels place later turns tags barred order groups costs
anyMembers()

local nowReady, overdue, put, accepted, answer = {}, {}, {}, 0, {}
local laned, spots, nextNumber = {}, {}, newNumbers()
local overdueLaned, overdueSpots = {}, {}

-- When it is due, and how far away that is (0 = an instant that somebody named).
local function dueAt(due)
  if due:sub(1, 1) == '@' then return tonumber(due:sub(2)), 0 end
  if due == '0' then return 0, 0 end
  return after(tonumber(due)), tonumber(due)
end

local function placeTaken()
  putOff(scheduled, 'scheduled', put)
  put = {}
  enterLane(laned, spots)
  enterLane(overdueLaned, overdueSpots, true)
  laned, spots, overdueLaned, overdueSpots = {}, {}, {}, {}
end

-- As an ask to cancel would do it. It may be one that this call has taken in.
local function cancelWaiting(id, state)
  leavePlace(id, state, CANCELLED_GHOST)
  call('ZREM', expiries, id)
  endCancelled({id}, cap)
end

-- What waits for its first start makes room.
local function replace(id)
  placeTaken()
  local state = stateOf(id)
  if (state ~= 'ready' and state ~= 'scheduled') or call('HEXISTS', attempts, id) == 1 then return false end
  cancelWaiting(id, state)
  return true
end

-- What waits makes room for the newest with its key, and what runs goes before it. Answers whether that is to be
-- taken, behind which run, and when the burst of calls began of which it is.
local function giveWay(holder)
  placeTaken()
  local state = stateOf(holder.id)
  if state == 'running' then
    local waits = followersOf({holder.id})[1]
    local _, _, first = behindOf(waits)
    if waits then cancelWaiting(waits, 'scheduled') end
    return true, holder.id, burstOf(first)
  end
  if state ~= 'ready' and state ~= 'scheduled' and state ~= 'retrying' then return false end
  local first = call('HEXISTS', attempts, holder.id) == 0 and burstOf(holder.fingerprint) or nil
  cancelWaiting(holder.id, state)
  return true, nil, first
end

-- Whether it takes the place of a task of its group ('' = of none) that waits, so that no more wait than before.
local function takesPlaceIn(group, holder, newest)
  placeTaken()
  local gives = holder.id
  if newest and stateOf(gives) == 'running' then gives = followersOf({gives})[1] end
  local envelope = gives and call('HGET', tasks, gives)
  local spot = envelope and spotOf(envelope)
  return envelope and (spot and groupOf(spot) or '') == group
end

-- Why a task that nothing else refuses is: nothing, or 'full', or 'late ms'.
local function refusal(open, other, newest)
  local group = open and groupOf(open) or ''
  if not maxDelay and not (group ~= '' and refusesGroups(maxDelay)) then return nil end
  if other and takesPlaceIn(group, other, newest) then return nil end
  if group ~= '' then return refusedByGroup(group, maxDelay) end
  local ms = lateWithoutGroup(maxDelay)
  return ms and 'late ' .. ms
end

local function refuse(index, verdict)
  answer[#answer + 1] = index
  answer[#answer + 1] = verdict
end

-- Whether it is a request that was answered before.
local function isAgain(index, id, key, fingerprint)
  local earlier = key ~= '' and holderOf(key)
  if not earlier then return false end
  local same = earlier.fingerprint == fingerprint
  refuse(index, same and 'again ' .. earlier.id .. ' ' .. earlier.createdAt or 'mismatch ' .. earlier.id)
  return true
end

-- The part of its batch; nothing of a task of none.
local function partFor(due)
  local own, batch = due:match('|(%S+) (%S+)$')
  if not batch then return nil end
  -- GUARD tally judging
  return openPart(batch, own)
end

local function take(index, i)
  local id, envelope, createdAt = ARGV[i], ARGV[i + 1], ARGV[i + 3]
  local uniqueKey, onConflict, requestKey = ARGV[i + 5], ARGV[i + 7], ARGV[i + 8]

  if isAgain(index, id, requestKey, ARGV[i + 10]) then return end
  -- A ghost is still in a list: the id cannot be in it twice.
  if call('HEXISTS', ghosts, id) == 1 or call('HEXISTS', tasks, id) == 1 then return refuse(index, 'duplicate ' .. id) end
  local part, closed = partFor(ARGV[i + 2])
  if closed then return refuse(index, closed .. ' ' .. id) end
  local other = uniqueKey ~= '' and holderOf(uniqueKey)
  local newest, runs, burst = isNewest(onConflict), nil, nil
  local makesRoom = not other or newest or onConflict == 'replace'
  local open = spotOf(envelope)
  -- Before anything makes room for it.
  local why = makesRoom and refusal(open, other, newest)
  if why then return refuse(index, (why:gsub('^%a+', '%0 ' .. id))) end
  if other and newest then makesRoom, runs, burst = giveWay(other) end
  if other and onConflict == 'replace' then makesRoom = replace(other.id) end
  if not makesRoom then return refuse(index, (onConflict == 'keep' and 'keep ' or 'reject ') .. other.id) end

  local quiet, first = quietOf(onConflict, burst)
  local spot = open
  if open and isNumbered(open) then
    spot = withNumber(open, quiet == 0 and numberSince(tonumber(first)) or nextNumber())
  end
  call('HSET', tasks, id, spot and withSpot(spot, withoutSpot(envelope)) or envelope)
  keepCost(id, ARGV[i + 2]:match('^%S+ (%d+)'))
  local at, length = dueAt(ARGV[i + 2]:match('^[^ |]+'))
  if quiet then at, length = after(quiet), quiet end
  if runs then
    waitBehind(runs, id, at, length, first, createdAt, uniqueKey)
    at = BEHIND_ALL
  elseif uniqueKey ~= '' then
    hold(uniqueKey, ARGV[i + 6], id, createdAt, first)
  end
  if requestKey ~= '' then hold(requestKey, ARGV[i + 9], id, createdAt, ARGV[i + 10]) end
  if ARGV[i + 4] ~= '' then call('ZADD', expiries, after(tonumber(ARGV[i + 4])), id) end
  if part then enter(part, {id}) end
  accepted = accepted + 1
  if at > now() then
    put[#put + 1] = at
    put[#put + 1] = id
    if spot then keepPlaces({id}, {spot}) end
  elseif spot and quiet == 0 and not isNumbered(spot) then
    overdueLaned[#overdueLaned + 1], overdueSpots[#overdueSpots + 1] = id, spot
  elseif spot then
    laned[#laned + 1], spots[#spots + 1] = id, spot
  elseif quiet == 0 then
    overdue[#overdue + 1] = id
  else
    nowReady[#nowReady + 1] = id
  end
end

local index = 0
for i = FIRST_ITEM, #ARGV, PARTS do
  index = index + 1
  take(index, i)
end

makeReady(nowReady)
-- What its burst may put off no more: at the end of the queue, the burst would put it off on and on.
makeReady(overdue, true)
placeTaken()
wakeLanes()
if accepted > 0 then call('HINCRBY', counters, 'accepted', accepted) end
keepReceipt(seq, accepted .. ',' .. table.concat(answer, ','))
return withLeast({'ok', accepted, unpack(answer)}, rules[4])
