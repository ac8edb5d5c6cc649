#!lua flags=allow-oom
-- An act on many tasks, done in chunks: whoever calls takes the next one, so that it goes on when
-- the one who began it is gone. What it is to do and how far it came is kept as JSON.
--
-- A dead task whose unique key another holds by now, or whose batch was cancelled, stays dead, and is counted as failed. Otherwise it
-- takes a key again that is held until its task has ended (see act).
--
-- KEYS  bulk tasks ready since landing scheduled retrying dead succeeded cancelled expired retained results attempts notes expiries once behind ghosts counters events aside lane levels place later turns tags barred order membership tally judging costs gathered
-- USES  clock acts behind aside waiting ghosts ready ends forget envelope revive lanes place tokens spot moved levels outoflevels wakes
-- ARGV  'begin', id, action (redrive | purge), state that it takes from, rate (a second; 0 = any), type ('' = any), error ('' = any)
--       | 'abort' | 'show', id
--       | 'list'
--       | 'count', state, type, error, cursor, limit (of redrive, without changing anything)
--       | 'step', limit
-- Returns of begin, abort and show {'ok', 'id action state matched processed failed startedAt', which one is
--       done before it, or ''} | {'unknown'}; of list both texts of each, in no order;
--       of count {matched, next cursor (-1 = done)};
--       of step {processed, ms until there is more to do (-1 = nothing is)}.
-- Again: begin with the same id the same; step goes on.
local SOON_MS = 20
-- Envelopes that one call looks at, so that large ones do not make it long.
local MAX_BYTES = 4 * 1024 * 1024
local lists = {ready = ready, succeeded = succeeded, cancelled = cancelled, expired = expired}
local sorted = {scheduled = scheduled, retrying = retrying, dead = dead}

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD bulk tasks results attempts notes once ghosts counters
-- GUARD ready succeeded cancelled expired landing aside scheduled retrying dead retained expiries since behind lane levels place later turns tags barred order costs
anyMembers()

local function sizeOf(state)
  if state == 'ready' then return sizeOfReady() end
  if state == 'succeeded' then return call('LLEN', succeeded) + call('ZCARD', retained) end
  return lists[state] and call('LLEN', lists[state]) or call('ZCARD', sorted[state])
end

local function begin(id, action, state, rate, wantedType, wantedError)
  local known = call('HGET', bulk, id)
  if known then return shown(cjson.decode(known)) end
  makeRoom()
  local filtered = wantedType ~= '' or wantedError ~= ''
  local record = {id = id, action = action, from = state, rate = tonumber(rate), type = wantedType, error = wantedError,
    state = 'running', matched = filtered and 0 or sizeOf(state), processed = 0, failed = 0,
    startedAt = now(), left = sizeOf(state)}
  save(record)
  local ids = underWay()
  ids[#ids + 1] = id
  call('HSET', bulk, UNDER_WAY, table.concat(ids, ' '))
  return shown(record)
end

local function show(id)
  local known = call('HGET', bulk, id)
  return known and shown(cjson.decode(known)) or {'unknown'}
end

local function list()
  local all, reply = call('HGETALL', bulk), {}
  for i = 1, #all, 2 do
    if all[i] ~= UNDER_WAY then
      local record = cjson.decode(all[i + 1])
      reply[#reply + 1] = told(record)
      reply[#reply + 1] = waitsFor(record)
    end
  end
  return reply
end

local function abort(id)
  local known = call('HGET', bulk, id)
  if not known then return {'unknown'} end
  local record = cjson.decode(known)
  if record.state == 'running' then finish(record, 'aborted') end
  return shown(record)
end

-- The newest failure: 'failures crashes at type LF message'.
local function errorOf(attempt)
  return attempt and attempt:match('^%d+ %d+ %d+ ([^\n]*)\n') or ''
end

-- Of the dead from a place on, each that was looked at with what its envelope begins with and
-- whether it matches; and whether it was the end.
local function look(cursor, limit, notAfter, wantedType, wantedError)
  local seen, bytes = {}, 0
  local entries = call('ZRANGE', dead, cursor, cursor + limit - 1, 'WITHSCORES')
  for i = 1, #entries, 2 do
    local id = entries[i]
    if tonumber(entries[i + 1]) > notAfter then return seen, true end
    if bytes > MAX_BYTES then return seen, false end
    local envelope = call('HGET', tasks, id) or ''
    bytes = bytes + #envelope
    local head = headOf(envelope)
    local matches = (wantedType == '' or head.type == wantedType)
      and (wantedError == '' or errorOf(call('HGET', attempts, id)) == wantedError)
    seen[#seen + 1] = {id = id, at = entries[i + 1], head = head, matches = matches}
  end
  return seen, #entries < 2 * limit
end

-- Whether its batch was not cancelled and its unique key, if it has one, is free; then it has it again.
local function takesItsKey(one)
  if isStopped(one.id) then return false end
  if takesKeyAgain(one.id, one.head) then return false end
  -- From here on it is alive, and the next with this key is refused.
  call('ZREM', dead, one.id)
  return true
end

-- Behind the last that was looked at and stayed, wherever it lies by now: others may have left. If
-- it left too, behind those that died before it.
local function placeOf(record)
  if not record.stays then return 0 end
  if call('ZSCORE', dead, record.stays) == record.staysAt then return call('ZRANK', dead, record.stays) + 1 end
  return call('ZCOUNT', dead, '-inf', '(' .. record.staysAt)
end

local function redriveSome(record, limit)
  -- Begun after now: the clock was set back, and what dies again does so before the beginning.
  if record.startedAt > now() then limit = math.min(limit, record.left - record.processed) end
  if limit <= 0 then
    finish(record, 'done')
    return 0
  end
  local seen, over = look(placeOf(record), limit, record.startedAt, record.type, record.error)
  local found = {}
  for _, one in ipairs(seen) do
    if one.matches and takesItsKey(one) then
      found[#found + 1] = one.id
    else
      record.stays, record.staysAt = one.id, one.at
      if one.matches then record.failed = record.failed + 1 end
    end
  end
  if #found > 0 then revive(found) end
  record.processed = record.processed + #found
  record.matched = math.max(record.matched, record.processed + record.failed)
  if over then finish(record, 'done') end
  return #found
end

-- What is set aside by type goes before it goes.
local function putBackSome()
  local part = call('LLEN', ready) == 0 and call('ZRANGE', aside, 0, 0)[1]
  if not part then return end
  local back = idsOf(part)
  -- The count of none.
  if #back == 0 then return call('DEL', aside) end
  putReady(back)
  call('ZREM', aside, part)
  countAside(-#back)
end

local function takeFromLane(n)
  local members, ids, from = call('ZRANGE', lane, 0, n - 1), {}, {}
  if #members == 0 then return ids end
  call('ZREM', lane, unpack(members))
  for i = 1, #members do
    local group = members[i]:match('^[^%z]*')
    ids[i] = members[i]:sub(#group + SPOT_TAIL + 1)
    if from[#from] ~= group then from[#from + 1] = group end
  end
  for i = 1, #from do leftLane(from[i]) end
  return ids, true
end

local function takeFrom(state, n)
  if state == 'ready' then
    dropToken()
    putBackSome()
    if call('LLEN', ready) == 0 and sizeOfLevels() > 0 then return popLevels(n) end
    if call('LLEN', ready) == 0 then return takeFromLane(n) end
  end
  if state == 'succeeded' and call('LLEN', succeeded) == 0 then
    local ids = call('ZRANGE', retained, 0, n - 1)
    if #ids > 0 then call('ZREM', retained, unpack(ids)) end
    return ids
  end
  if lists[state] then return call('LPOP', lists[state], n) or {} end
  local ids = call('ZRANGE', sorted[state], 0, n - 1)
  if #ids > 0 then
    call('ZREM', sorted[state], unpack(ids))
    takePlaces(ids, state == 'dead')
  end
  return ids
end

-- Those that were cancelled while they waited only lose their mark: they were counted then.
local function withoutMarked(ids)
  local alive, marked = partGhosts(ids)
  if #marked > 0 then call('HDEL', ghosts, unpack(marked)) end
  return alive
end

local function purgeSome(record, limit)
  local n = math.min(limit, record.left)
  local taken, laned = {}, false
  if n > 0 then taken, laned = takeFrom(record.from, n) end
  -- What waits in the lane may have left a ghost in the list.
  local ids = #taken > 0 and record.from == 'ready' and not laned and withoutMarked(taken) or taken
  if #ids > 0 then
    if record.from ~= 'succeeded' and record.from ~= 'cancelled' and record.from ~= 'expired' then
      purged(ids, record.from == 'dead' and 'dead' or 'pending')
    end
    forgetKept(ids)
    call('ZREM', expiries, unpack(ids))
    leaveBehind(ids)
  end
  record.processed = record.processed + #ids
  record.left = record.left - #ids
  wakeLanes()
  if #taken == 0 or record.left <= 0 then finish(record, 'done') end
  return #ids
end

local function step(limit)
  local ids = underWay()
  if #ids == 0 then return {0, -1} end
  local record = cjson.decode(call('HGET', bulk, ids[1]))
  -- One that a newer version began is left to its engines, and so is what was begun behind it.
  if record.action ~= 'redrive' and record.action ~= 'purge' then return {0, -1} end
  if record.rate > 0 then
    -- Begun after now: the clock was set back.
    if (record.since or record.startedAt) > now() then
      record.since = now() - 1000 * record.processed / record.rate
      save(record)
    end
    local allowed = math.floor(record.rate * (now() - (record.since or record.startedAt)) / 1000) - record.processed
    limit = math.min(limit, allowed)
    if limit <= 0 then return {0, SOON_MS} end
  end
  local done = record.action == 'redrive' and redriveSome(record, limit) or record.action == 'purge' and purgeSome(record, limit)
  if record.state == 'running' then save(record) end
  return {done, call('HEXISTS', bulk, UNDER_WAY) == 1 and (record.rate > 0 and SOON_MS or 0) or -1}
end

local function count(wantedType, wantedError, cursor, limit)
  local seen, over = look(cursor, limit, now(), wantedType, wantedError)
  local matched = 0
  for _, one in ipairs(seen) do
    if one.matches then matched = matched + 1 end
  end
  return {matched, over and -1 or cursor + #seen}
end

local verb = ARGV[1]
if verb == 'begin' then return begin(ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]) end
if verb == 'abort' then return abort(ARGV[2]) end
if verb == 'show' then return show(ARGV[2]) end
if verb == 'list' then return list() end
if verb == 'count' then return count(ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])) end
return step(tonumber(ARGV[2]))
