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
-- KEYS  tasks ready scheduled retrying running dead results succeeded cancelled expired retained attempts notes expiries ghosts counters events
-- ARGV  run_now | retry | reschedule | delete, id, instant in ms (of reschedule)
-- Returns {'done' | 'as it is' | 'no' | 'unknown', the state that it was in}.
-- Again: 'as it is' or 'done'; of delete 'unknown'.
local tasks, ready, scheduled, retrying, running, dead, results, succeeded, cancelled, expired, retained, attempts, notes, expiries, ghosts, counters, events =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14], KEYS[15], KEYS[16], KEYS[17]
local what, id, at = ARGV[1], ARGV[2], tonumber(ARGV[3])
local call = redis.call
local endedLists = {S = succeeded, C = cancelled, E = expired}
local endedStates = {S = 'succeeded', C = 'cancelled', E = 'expired'}

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
for _, hash in ipairs({tasks, running, results, attempts, notes, ghosts, counters}) do call('HLEN', hash) end
for _, list in ipairs({ready, succeeded, cancelled, expired}) do call('LLEN', list) end
for _, sorted in ipairs({scheduled, retrying, dead, retained, expiries}) do call('ZCARD', sorted) end

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
  if call('LPUSH', ready, id) == 1 and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then redis.pcall('PUBLISH', ready, '') end
  tell('ready')
  return {'done', state}
end

-- A new life: its failures stay to be read, and count no more.
local function reviveDead()
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
