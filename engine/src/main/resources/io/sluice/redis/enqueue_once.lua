#!lua
-- Takes tasks in that carry a condition: to run before a time, to be there once only, or to be the
-- answer to a request that may be sent twice. All that a condition looks at and changes is in here,
-- so that of any number of callers at once one is accepted. Tasks without one take `enqueue`.
--
-- A key in `once` is held by a task until a time, or (0) until that task has ended:
-- 'until id createdAt fingerprint'; of one for a time 'createdAt+length', in ms. A caller's own
-- keys begin with 'u', those of requests with 'i'.
--
-- KEYS  tasks ready scheduled retrying running dead results cancelled attempts notes awaited ends expiries once ghosts counters settings events receipt aside
-- ARGV  seq, maxBacklog (0 = none), cap (those of the queue's settings go before),
--       (id, envelope, due, createdAt, expiresInMs ('' = never),
--        unique key ('' = none), held for ms (0 = until it has ended), on conflict (reject | keep | replace),
--        request key ('' = none), held for ms, fingerprint) × n
--       due = '0' now | delay in ms | '@' instant in ms
-- Returns {'ok' | 'replayed', accepted, index (1-based) and verdict of each that was not...}
--       | {'full'} (nothing was taken) | {'old'} (a later call of this lane was answered already);
--       verdict = 'duplicate id' | 'reject id' | 'keep id' | 'again id createdAt' | 'mismatch id'.
-- Again with the same seq: the same answer, no effect.
local seq = ARGV[1]
local FIRST_ITEM, PARTS = 4, 11
local RECEIPT_SECONDS = 3600
local ENDS_MS = 10000

local last = call('GET', receipt)
if last then
  local lastSeq, answer = last:match('^(%d+) (.*)$')
  if lastSeq == seq then
    if answer == 'full' then return {'full'} end
    local reply = {'replayed'}
    for part in answer:gmatch('[^,]+') do reply[#reply + 1] = tonumber(part) or part end
    return reply
  end
  if tonumber(lastSeq) > tonumber(seq) then return {'old'} end
end

local maxBacklog = tonumber(call('HGET', settings, 'max_backlog') or ARGV[2])
local cap = tonumber(call('HGET', settings, 'retention_count') or ARGV[3])
if maxBacklog > 0
  and call('LLEN', ready) + tonumber(call('ZSCORE', aside, '\255') or 0) + call('ZCARD', scheduled) + call('ZCARD', retrying) >= maxBacklog then
  call('SET', receipt, seq .. ' full', 'EX', RECEIPT_SECONDS)
  return {'full'}
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results attempts notes ends once ghosts counters ready cancelled scheduled retrying dead awaited expiries

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local nowReady, later, replaced, accepted, soonest = {}, {}, {}, 0, math.huge
local answer = {}

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

local function dueAt(due)
  if due:sub(1, 1) == '@' then return tonumber(due:sub(2)) end
  return due == '0' and 0 or after(tonumber(due))
end

local function isAlive(id)
  return call('HEXISTS', tasks, id) == 1 and call('HEXISTS', results, id) == 0
    and call('HEXISTS', ghosts, id) == 0 and not call('ZSCORE', dead, id)
end

-- Who holds a key: until a time, or as long as the task has not ended.
local function holder(key)
  local held = key ~= '' and call('HGET', once, key)
  if not held then return nil end
  local untilMs, id, createdAt, fingerprint = held:match('^(%d+) (%S+) (%d+)%+?%d* (.*)$')
  if untilMs == '0' and not isAlive(id) then return nil end
  if untilMs ~= '0' and tonumber(untilMs) <= now then return nil end
  return {id = id, createdAt = createdAt, fingerprint = fingerprint}
end

local function hold(key, forMs, id, createdAt, fingerprint)
  if key == '' then return end
  local untilMs, length = '0', ''
  if forMs ~= '0' then untilMs, length = now + tonumber(forMs), '+' .. forMs end
  call('HSET', once, key, untilMs .. ' ' .. id .. ' ' .. createdAt .. length .. ' ' .. fingerprint)
end

-- What waits for its first start makes room: cancelled, as an ask to cancel would do it.
local function replace(id)
  if not isAlive(id) or call('HEXISTS', running, id) == 1 or call('ZSCORE', retrying, id)
    or call('HEXISTS', attempts, id) == 1 then
    return false
  end
  if call('ZREM', scheduled, id) == 0 then call('HSET', ghosts, id, 1) end
  call('ZREM', expiries, id)
  if cap > 0 then
    call('HSET', results, id, now .. ' C ')
    call('RPUSH', cancelled, id)
  else
    -- How what is not kept ended is left for those who wait for it, for a while.
    local untilMs = call('ZSCORE', awaited, id)
    if untilMs and tonumber(untilMs) > now then
      call('HSET', ends, id, cmsgpack.pack({'finished', now .. ' C ', call('HGET', tasks, id), false, call('HGET', notes, id)}))
      call('ZADD', awaited, now + ENDS_MS, id)
    end
    call('HDEL', tasks, id)
    call('HDEL', notes, id)
  end
  call('HINCRBY', counters, 'cancelled', 1)
  replaced[#replaced + 1] = id
  return true
end

local function refuse(index, verdict)
  answer[#answer + 1] = index
  answer[#answer + 1] = verdict
end

local function take(index, i)
  local id, envelope, due, createdAt, expiresIn = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local uniqueKey, uniqueFor, onConflict = ARGV[i + 5], ARGV[i + 6], ARGV[i + 7]
  local requestKey, requestFor, fingerprint = ARGV[i + 8], ARGV[i + 9], ARGV[i + 10]

  local earlier = holder(requestKey)
  if earlier then
    local same = earlier.fingerprint == fingerprint
    return refuse(index, same and 'again ' .. earlier.id .. ' ' .. earlier.createdAt or 'mismatch ' .. earlier.id)
  end
  -- A ghost is still in a list: the id cannot be in it twice.
  if call('HEXISTS', ghosts, id) == 1 or call('HEXISTS', tasks, id) == 1 then return refuse(index, 'duplicate ' .. id) end
  local other = holder(uniqueKey)
  if other and not (onConflict == 'replace' and replace(other.id)) then
    return refuse(index, (onConflict == 'keep' and 'keep ' or 'reject ') .. other.id)
  end

  call('HSET', tasks, id, envelope)
  hold(uniqueKey, uniqueFor, id, createdAt, '')
  hold(requestKey, requestFor, id, createdAt, fingerprint)
  if expiresIn ~= '' then call('ZADD', expiries, after(tonumber(expiresIn)), id) end
  accepted = accepted + 1
  local at = dueAt(due)
  if at > now then
    call('ZADD', scheduled, at, id)
    later[#later + 1] = id
    soonest = math.min(soonest, at)
  else
    nowReady[#nowReady + 1] = id
  end
end

local index = 0
for i = FIRST_ITEM, #ARGV, PARTS do
  index = index + 1
  take(index, i)
end

local wasEmpty = #nowReady > 0 and call('RPUSH', ready, unpack(nowReady)) == #nowReady
if accepted > 0 then call('HINCRBY', counters, 'accepted', accepted) end
call('SET', receipt, seq .. ' ' .. accepted .. ',' .. table.concat(answer, ','), 'EX', RECEIPT_SECONDS)

local listening = call('PUBSUB', 'NUMSUB', events, ready)
if listening[2] > 0 then
  redis.pcall('PUBLISH', events, now .. ' @ready ' .. table.concat(nowReady, ' ')
    .. ' @scheduled ' .. table.concat(later, ' ') .. ' @cancelled ' .. table.concat(replaced, ' '))
end
-- The channels named like the keys: somebody waits for the first task, and for the soonest.
if wasEmpty and listening[4] > 0 then redis.pcall('PUBLISH', ready, '') end
-- Nobody is left when each of them made room for one that is ready.
local nearest = #later > 0 and call('ZRANGE', scheduled, 0, 0, 'WITHSCORES')[2]
if nearest and tonumber(nearest) >= soonest
  and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
  redis.pcall('PUBLISH', retrying, math.floor(soonest - now))
end
return {'ok', accepted, unpack(answer)}
