#!lua flags=allow-oom
-- Drops finished tasks and dead letters that are past their retention.
--
-- KEYS  succeeded cancelled expired dead results tasks attempts counters
-- ARGV  cap, maxAgeMs (0 = none), deadCap, deadMaxAgeMs (0 = none), limit (in all)
-- Returns how many were dropped.
-- Again: drops what is past its retention then.
local succeeded, cancelled, expired, dead, results, tasks, attempts, counters =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local cap, maxAgeMs, deadCap, deadMaxAgeMs, limit =
  tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local call = redis.call

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local dropped = 0

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
for _, list in ipairs({succeeded, cancelled, expired}) do call('LLEN', list) end
for _, hash in ipairs({results, tasks, attempts, counters}) do call('HLEN', hash) end
call('ZCARD', dead)

local function forget(ids)
  call('HDEL', results, unpack(ids))
  call('HDEL', tasks, unpack(ids))
  call('HDEL', attempts, unpack(ids))
  dropped = dropped + #ids
end

local function tooOld(id)
  local record = call('HGET', results, id)
  return not record or tonumber(record:match('^%d+')) <= now - maxAgeMs
end

local function sweepFinished(list)
  local over = math.max(0, call('LLEN', list) - cap)
  local n = math.min(over, limit - dropped)
  if maxAgeMs > 0 then
    -- Oldest first, one by one: stops at the first that is young enough, however large results are.
    while dropped + n < limit do
      local id = call('LINDEX', list, n)
      if not id or not tooOld(id) then break end
      n = n + 1
    end
  end
  if n > 0 then forget(call('LPOP', list, n)) end
end

local function sweepDead()
  local room = limit - dropped
  local over = math.min(math.max(0, call('ZCARD', dead) - deadCap), room)
  local ids = over > 0 and call('ZRANGE', dead, 0, over - 1) or {}
  if #ids == 0 and deadMaxAgeMs > 0 and room > 0 then
    ids = call('ZRANGEBYSCORE', dead, '-inf', now - deadMaxAgeMs, 'LIMIT', 0, room)
  end
  if #ids > 0 then
    call('ZREM', dead, unpack(ids))
    call('HINCRBY', counters, 'purged', #ids)
    forget(ids)
  end
end

sweepFinished(succeeded)
sweepFinished(cancelled)
sweepFinished(expired)
sweepDead()
return dropped
