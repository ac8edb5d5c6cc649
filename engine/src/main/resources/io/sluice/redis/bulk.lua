#!lua flags=allow-oom
-- An act on many tasks, done in chunks: whoever calls takes the next one, so that it goes on when
-- the one who began it is gone. What it is to do and how far it came is kept as JSON.
--
-- A dead task whose unique key another holds by now stays dead, and is counted as failed. Otherwise it
-- takes a key again that is held until its task has ended (see act).
--
-- KEYS  bulk tasks ready since landing scheduled retrying dead succeeded cancelled expired retained results attempts notes expiries once ghosts counters events aside
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
local MAX_SINCE = 10000
local UNDER_WAY, MAX_KEPT, SOON_MS = '*', 100, 20
-- Envelopes that one call looks at, so that large ones do not make it long.
local MAX_BYTES = 4 * 1024 * 1024
local UNIQUE = 7
local lists = {ready = ready, succeeded = succeeded, cancelled = cancelled, expired = expired}
local sorted = {scheduled = scheduled, retrying = retrying, dead = dead}

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD bulk tasks results attempts notes once ghosts counters
-- GUARD ready succeeded cancelled expired landing aside scheduled retrying dead retained expiries since

local function save(record)
  call('HSET', bulk, record.id, cjson.encode(record))
end

local function underWay()
  local ids = {}
  for id in (call('HGET', bulk, UNDER_WAY) or ''):gmatch('%S+') do ids[#ids + 1] = id end
  return ids
end

-- They are done one after the other, as they were begun.
local function waitsFor(record)
  local first = record.state == 'running' and underWay()[1]
  return first and first ~= record.id and first or ''
end

local function told(record)
  return ('%s %s %s %d %d %d %.0f'):format(record.id, record.action, record.state, record.matched, record.processed, record.failed, record.startedAt)
end

local function shown(record)
  return {'ok', told(record), waitsFor(record)}
end

local function finish(record, state)
  record.state = state
  record.finishedAt = now
  save(record)
  local rest = {}
  for _, id in ipairs(underWay()) do
    if id ~= record.id then rest[#rest + 1] = id end
  end
  if #rest == 0 then call('HDEL', bulk, UNDER_WAY) else call('HSET', bulk, UNDER_WAY, table.concat(rest, ' ')) end
end

local function sizeOf(state)
  if state == 'ready' then return call('LLEN', ready) + tonumber(call('ZSCORE', aside, '\255') or 0) + call('LLEN', landing) - call('HLEN', ghosts) end
  if state == 'succeeded' then return call('LLEN', succeeded) + call('ZCARD', retained) end
  return lists[state] and call('LLEN', lists[state]) or call('ZCARD', sorted[state])
end

-- The oldest of those that are over make room.
local function makeRoom()
  if call('HLEN', bulk) <= MAX_KEPT then return end
  local all, oldest = call('HGETALL', bulk), nil
  for i = 1, #all, 2 do
    local record = all[i] ~= UNDER_WAY and cjson.decode(all[i + 1])
    if record and record.state ~= 'running' and (not oldest or record.startedAt < oldest.startedAt) then oldest = record end
  end
  if oldest then call('HDEL', bulk, oldest.id) end
end

local function begin(id, action, state, rate, wantedType, wantedError)
  local known = call('HGET', bulk, id)
  if known then return shown(cjson.decode(known)) end
  makeRoom()
  local filtered = wantedType ~= '' or wantedError ~= ''
  local record = {id = id, action = action, from = state, rate = tonumber(rate), type = wantedType, error = wantedError,
    state = 'running', matched = filtered and 0 or sizeOf(state), processed = 0, failed = 0,
    startedAt = now, left = sizeOf(state)}
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

-- What an envelope begins with: a version, the creation time as a varint, and the type with its
-- length. Then parts follow, each with a tag and its length, and 0 at their end; the one of a unique
-- key has for how many ms it is held (0 = until the task has ended), and the key.
local function headOf(envelope)
  local at = 2
  local function number()
    local value, shift = 0, 1
    repeat
      local byte = envelope:byte(at)
      if not byte then return value end
      at = at + 1
      value = value + (byte % 128) * shift
      shift = shift * 128
    until byte < 128
    return value
  end
  local head = {createdAt = number()}
  local length = number()
  local stop = math.min(at + length, #envelope + 1)
  head.type = envelope:sub(at, stop - 1)
  at = stop
  while (envelope:byte(at) or 0) ~= 0 do
    local tag = envelope:byte(at)
    at = at + 1
    length = number()
    stop = at + length
    if stop > #envelope then break end
    if tag == UNIQUE then
      head.heldFor = number()
      head.key = envelope:sub(at, stop - 1)
      break
    end
    at = stop
  end
  return head
end

local function isAlive(id)
  return call('HEXISTS', tasks, id) == 1 and call('HEXISTS', results, id) == 0
    and call('HEXISTS', ghosts, id) == 0 and not call('ZSCORE', dead, id)
end

local function holderOf(key)
  local held = call('HGET', once, key)
  if not held then return nil end
  local untilMs, id = held:match('^(%d+) (%S+)')
  if untilMs == '0' then return isAlive(id) and id or nil end
  return tonumber(untilMs) > now and id or nil
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

local function tell(state, ids)
  if #ids > 0 and call('PUBSUB', 'NUMSUB', events)[2] > 0 then
    redis.pcall('PUBLISH', events, now .. ' @' .. state .. ' ' .. table.concat(ids, ' '))
  end
end

-- Whether its unique key, if it has one, is free; then it has it again.
local function takesItsKey(one)
  local key = one.head.key
  if not key then return true end
  local holder = holderOf(key)
  if holder and holder ~= one.id then return false end
  if one.head.heldFor == 0 then call('HSET', once, key, ('0 %s %.0f '):format(one.id, one.head.createdAt)) end
  -- From here on it is alive, and the next with this key is refused.
  call('ZREM', dead, one.id)
  return true
end

-- Since when those are ready that did not become so by their enqueue: for people, so a bounded number.
local function readySince(ids)
  if call('ZCARD', since) >= MAX_SINCE then return end
  local entries = {}
  for i = 1, #ids do
    entries[2 * i - 1] = now
    entries[2 * i] = ids[i]
  end
  call('ZADD', since, unpack(entries))
end

-- A new life each: its failures stay to be read, and count no more.
local function redrive(ids)
  local before, revived = call('HMGET', attempts, unpack(ids)), {}
  for i = 1, #ids do
    if before[i] then
      revived[#revived + 1] = ids[i]
      revived[#revived + 1] = '0 0 ' .. before[i]:match('^%d+ %d+ ?(.*)$')
    end
  end
  call('ZREM', dead, unpack(ids))
  if #revived > 0 then call('HSET', attempts, unpack(revived)) end
  call('HINCRBY', counters, 'redriven', #ids)
  readySince(ids)
  local length = call('RPUSH', ready, unpack(ids))
  if length == #ids and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then redis.pcall('PUBLISH', ready, '') end
  tell('ready', ids)
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
  if record.startedAt > now then limit = math.min(limit, record.left - record.processed) end
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
  if #found > 0 then redrive(found) end
  record.processed = record.processed + #found
  record.matched = math.max(record.matched, record.processed + record.failed)
  if over then finish(record, 'done') end
  return #found
end

local function forget(ids)
  call('HDEL', tasks, unpack(ids))
  call('HDEL', attempts, unpack(ids))
  call('HDEL', notes, unpack(ids))
  call('HDEL', results, unpack(ids))
  call('ZREM', expiries, unpack(ids))
end

-- What is set aside by type goes before it goes.
local function putBackSome()
  local chunk = call('LLEN', ready) == 0 and call('ZRANGE', aside, 0, 0)[1]
  if not chunk then return end
  local ids, back = chunk:match('^%S* %d+ (.*)$'), {}
  -- The count of none.
  if not ids then return call('DEL', aside) end
  for id in ids:gmatch('%S+') do back[#back + 1] = id end
  call('RPUSH', ready, unpack(back))
  call('ZREM', aside, chunk)
  if tonumber(call('ZINCRBY', aside, -#back, '\255')) <= 0 then call('DEL', aside) end
end

local function takeFrom(state, n)
  if state == 'ready' then putBackSome() end
  if state == 'succeeded' and call('LLEN', succeeded) == 0 then
    local ids = call('ZRANGE', retained, 0, n - 1)
    if #ids > 0 then call('ZREM', retained, unpack(ids)) end
    return ids
  end
  if lists[state] then return call('LPOP', lists[state], n) or {} end
  local ids = call('ZRANGE', sorted[state], 0, n - 1)
  if #ids > 0 then call('ZREM', sorted[state], unpack(ids)) end
  return ids
end

-- Those that were cancelled while they waited only lose their mark: they were counted then.
local function withoutGhosts(ids)
  local marks, alive, gone = call('HMGET', ghosts, unpack(ids)), {}, {}
  for i = 1, #ids do
    if marks[i] then gone[#gone + 1] = ids[i] else alive[#alive + 1] = ids[i] end
  end
  if #gone > 0 then call('HDEL', ghosts, unpack(gone)) end
  return alive
end

local function purgeSome(record, limit)
  local n = math.min(limit, record.left)
  local taken = n > 0 and takeFrom(record.from, n) or {}
  local ids = #taken > 0 and record.from == 'ready' and withoutGhosts(taken) or taken
  if #ids > 0 then
    forget(ids)
    if record.from ~= 'succeeded' and record.from ~= 'cancelled' and record.from ~= 'expired' then
      call('HINCRBY', counters, 'purged', #ids)
    end
  end
  record.processed = record.processed + #ids
  record.left = record.left - #ids
  if #taken == 0 or record.left <= 0 then finish(record, 'done') end
  return #ids
end

local function step(limit)
  local ids = underWay()
  if #ids == 0 then return {0, -1} end
  local record = cjson.decode(call('HGET', bulk, ids[1]))
  if record.rate > 0 then
    -- Begun after now: the clock was set back.
    if (record.since or record.startedAt) > now then
      record.since = now - 1000 * record.processed / record.rate
      save(record)
    end
    local allowed = math.floor(record.rate * (now - (record.since or record.startedAt)) / 1000) - record.processed
    limit = math.min(limit, allowed)
    if limit <= 0 then return {0, SOON_MS} end
  end
  local done = record.action == 'redrive' and redriveSome(record, limit) or 0
  if record.action == 'purge' then done = purgeSome(record, limit) end
  if record.state == 'running' then save(record) end
  return {done, call('HEXISTS', bulk, UNDER_WAY) == 1 and (record.rate > 0 and SOON_MS or 0) or -1}
end

local function count(wantedType, wantedError, cursor, limit)
  local seen, over = look(cursor, limit, now, wantedType, wantedError)
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
