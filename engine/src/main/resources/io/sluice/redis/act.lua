#!lua flags=allow-oom
-- Does to one task what somebody asked for, if its state allows it.
--
--                 run_now   retry     reschedule  delete
--   scheduled     ready     no        scheduled   gone
--   ready         as it is  as it is  no          gone
--   running       as it is  as it is  no          no
--   retrying      ready     ready     retrying    gone
--   dead          no        ready     no          gone
--   finished      no        no        no          gone
--
-- A dead task whose unique key another holds by now stays dead. Otherwise it takes a key again that
-- is held until its task has ended; one that is held for a time counts from the enqueue only.
--
-- KEYS  tasks ready since scheduled retrying running dead results succeeded cancelled expired retained attempts notes expiries once ghosts counters events
-- ARGV  run_now | retry | reschedule | delete, id, instant in ms (of reschedule)
-- Returns {'done' | 'as it is' | 'no' | 'unknown', the state that it was in} | {'held', who holds its unique key}
--       | {'late', the state that it is in} of a reschedule to when it has expired and could never begin.
-- Again: 'as it is' or 'done'; of delete 'unknown'.
local what, id, at = ARGV[1], ARGV[2], tonumber(ARGV[3])
local MAX_SINCE = 10000 -- of tasks that tell since when they are ready
local UNIQUE = 7
local endedLists = {S = succeeded, C = cancelled, E = expired}
local endedStates = {S = 'succeeded', C = 'cancelled', E = 'expired'}

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results attempts notes once ghosts counters ready succeeded cancelled expired scheduled retrying dead retained expiries since

if call('HEXISTS', tasks, id) == 0 then return {'unknown', ''} end

local record = call('HGET', results, id)
local function stateNow()
  if call('HEXISTS', running, id) == 1 then return 'running' end
  if record then return endedStates[record:match('^%d+ ([SCE])')] end
  if call('HEXISTS', ghosts, id) == 1 then return 'cancelled' end
  if call('ZSCORE', scheduled, id) then return 'scheduled' end
  if call('ZSCORE', retrying, id) then return 'retrying' end
  if call('ZSCORE', dead, id) then return 'dead' end
  return 'ready'
end
local state = stateNow()

local function tell(now_it_is)
  redis.pcall('PUBLISH', events, now .. ' @' .. now_it_is .. ' ' .. id)
end

-- The channels named like the keys: somebody waits for the first task, and for the soonest.
local function makeReady()
  if call('ZCARD', since) < MAX_SINCE then call('ZADD', since, now, id) end
  if call('LPUSH', ready, id) == 1 and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then redis.pcall('PUBLISH', ready, '') end
  tell('ready')
  return {'done', state}
end

-- The part of an envelope that holds a unique key: for how many ms (0 = until the task has ended),
-- and the key. Behind a version, the creation time as a varint, and the type with its length, parts
-- follow, each with a tag and its length, and 0 at their end.
local function uniqueOf(envelope)
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
  local createdAt = number()
  local length = number()
  at = math.min(at + length, #envelope + 1)
  while (envelope:byte(at) or 0) ~= 0 do
    local tag = envelope:byte(at)
    at = at + 1
    length = number()
    local stop = at + length
    if stop > #envelope then return nil end
    if tag == UNIQUE then
      local heldFor = number()
      return {key = envelope:sub(at, stop - 1), heldFor = heldFor, createdAt = createdAt}
    end
    at = stop
  end
  return nil
end

local function isAlive(other)
  return call('HEXISTS', tasks, other) == 1 and call('HEXISTS', results, other) == 0
    and call('HEXISTS', ghosts, other) == 0 and not call('ZSCORE', dead, other)
end

local function holderOf(key)
  local held = call('HGET', once, key)
  if not held then return nil end
  local untilMs, other = held:match('^(%d+) (%S+)')
  if untilMs == '0' then return isAlive(other) and other or nil end
  return tonumber(untilMs) > now and other or nil
end

-- A new life: its failures stay to be read, and count no more.
local function reviveDead()
  local unique = uniqueOf(call('HGET', tasks, id))
  local holder = unique and holderOf(unique.key)
  if holder and holder ~= id then return {'held', holder} end
  if unique and unique.heldFor == 0 then
    call('HSET', once, unique.key, ('0 %s %.0f '):format(id, unique.createdAt))
  end
  call('ZREM', dead, id)
  local before = call('HGET', attempts, id)
  if before then call('HSET', attempts, id, '0 0 ' .. before:match('^%d+ %d+ ?(.*)$')) end
  call('HINCRBY', counters, 'redriven', 1)
  return makeReady()
end

local function runNow()
  if state == 'scheduled' then call('ZREM', scheduled, id)
  elseif state == 'retrying' then call('ZREM', retrying, id)
  else return {(state == 'ready' or state == 'running') and 'as it is' or 'no', state} end
  return makeReady()
end

local function retry()
  if state == 'dead' then return reviveDead() end
  if state == 'scheduled' then return {'no', state} end
  return runNow()
end

local function reschedule()
  local from = state == 'scheduled' and scheduled or state == 'retrying' and retrying
  if not from then return {'no', state} end
  if at <= now then return runNow() end
  local ends = call('ZSCORE', expiries, id)
  if ends and tonumber(ends) <= at then return {'late', state} end
  call('ZADD', from, at, id)
  if call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then redis.pcall('PUBLISH', retrying, at - now) end
  tell(state)
  return {'done', state}
end

local function delete()
  if state == 'running' then return {'no', state} end
  if record then
    if call('ZREM', retained, id) == 0 then call('LREM', endedLists[record:match('^%d+ ([SCE])')], 1, id) end
    call('HDEL', results, id)
  elseif state ~= 'cancelled' then
    -- A list cannot lose one from its middle cheaply: the claim that meets it drops it.
    if state == 'ready' then call('HSET', ghosts, id, 0)
    else call('ZREM', state == 'scheduled' and scheduled or state == 'retrying' and retrying or dead, id) end
    call('HINCRBY', counters, 'purged', 1)
  end
  call('HDEL', tasks, id)
  call('HDEL', attempts, id)
  call('HDEL', notes, id)
  call('ZREM', expiries, id)
  return {'done', state}
end

local acts = {run_now = runNow, retry = retry, reschedule = reschedule, delete = delete}
return acts[what]()
