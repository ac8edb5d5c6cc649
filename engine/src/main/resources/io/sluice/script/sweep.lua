#!lua flags=allow-oom
-- Drops finished tasks and dead letters that are past their retention, and keys of what is to be
-- once only whose holder is gone, and void streams. Remembers the ledger now and then, so that stats can tell how fast
-- it moves.
--
-- KEYS  succeeded cancelled expired retained dead results tasks ready aside since attempts notes awaited ends once settings counters rates bulk events lane levels place later inbox membership tally judging costs mail retrying streams emitted running gathered standing landing ghosts
-- USES  clock alive since ends forget awaited counted place tokens moved voids recording
-- ARGV  cap, maxAgeMs (0 = none), deadCap, deadMaxAgeMs (0 = none), limit (in all)
--       the cap and the age of the queue's settings go before
-- Returns {how many were dropped, whether acts on many tasks are under way (0 | 1),
--       whether the clock was set back since the ledger was remembered (0 | 1): to be pulled in,
--       whether it has letters to other queues (0 | 1), whether something is to be recorded (0 | 1)}.
-- Again: drops what is past its retention then.
local deadCap, deadMaxAgeMs, limit = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local SAMPLED_KEYS, DAY_MS = 64, 86400000
local RATES_MS, STEP_MS = 10000, 1000

local rules = call('HMGET', settings, 'retention_count', 'retention_ms')
local cap, maxAgeMs = tonumber(rules[1] or ARGV[1]), tonumber(rules[2] or ARGV[2])
local dropped = 0

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD standing succeeded cancelled expired ready results tasks attempts notes ends once counters rates bulk retained dead since aside lane levels place later inbox costs mail retrying streams emitted running landing ghosts
anyMembers()
anyAwaited()

local function tooOld(id)
  local record = call('HGET', results, id)
  return not record or tonumber(record:match('^%d+')) <= now() - maxAgeMs
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
  if n > 0 then
    local ids = call('LPOP', list, n)
    leaveKeptEnds(ids)
    forgetKept(ids)
    dropped = dropped + #ids
  end
end

-- Those that have a retention of their own lie in the order in which they are to go.
local function sweepRetained()
  local room = limit - dropped
  local ids = room > 0 and call('ZRANGEBYSCORE', retained, '-inf', '(' .. now() + 1, 'LIMIT', 0, room) or {}
  if #ids > 0 then
    call('ZREM', retained, unpack(ids))
    leaveKeptEnds(ids)
    forgetKept(ids)
    dropped = dropped + #ids
  end
end

local function sweepDead()
  local room = limit - dropped
  local over = math.min(math.max(0, call('ZCARD', dead) - deadCap), room)
  local ids = over > 0 and call('ZRANGE', dead, 0, over - 1) or {}
  if #ids == 0 and deadMaxAgeMs > 0 and room > 0 then
    ids = call('ZRANGEBYSCORE', dead, '-inf', now() - deadMaxAgeMs, 'LIMIT', 0, room)
  end
  if #ids > 0 then
    purged(ids, 'dead')
    leaveEnds('dead', ids, function(i) return call('ZSCORE', dead, ids[i]) end)
    call('ZREM', dead, unpack(ids))
    takePlaces(ids, true)
    forgetKept(ids)
    dropped = dropped + #ids
  end
end

-- A window that is over, or a holder that has ended: a sample, as Redis does it with its own keys.
-- What is missed is met by a later pass, and a stale key refuses nobody.
local function sweepOnce()
  if call('HLEN', once) == 0 then return end
  local sample, stale = call('HRANDFIELD', once, SAMPLED_KEYS, 'WITHVALUES'), {}
  for i = 1, #sample, 2 do
    local untilMs, id = sample[i + 1]:match('^(%d+) (%S+)')
    local open
    if untilMs == '0' then
      open = not isAlive(id)
    else
      open = tonumber(untilMs) <= now()
    end
    if open then stale[#stale + 1] = sample[i] end
  end
  if #stale > 0 then call('HDEL', once, unpack(stale)) end
  dropped = dropped + #stale
end

-- Where this queue stood in a line that has ended: no letter came for a day, and a line without letters
-- ends within hours. A sample.
local function sweepInbox()
  if call('HLEN', inbox) == 0 then return end
  local sample, stale = call('HRANDFIELD', inbox, SAMPLED_KEYS, 'WITHVALUES'), {}
  for i = 1, #sample, 2 do
    local seen = tonumber(sample[i + 1]:match('%d+$'))
    if not seen or seen < now() - DAY_MS then stale[#stale + 1] = sample[i] end
  end
  if #stale > 0 then call('HDEL', inbox, unpack(stale)) end
  dropped = dropped + #stale
end

-- Nobody waits any more, or long enough was waited for those who do.
local function sweepAwaited()
  if not anyAwaited() then return end
  local ids = call('ZRANGEBYSCORE', awaited, '-inf', now(), 'LIMIT', 0, limit)
  if #ids > 0 then
    call('ZREM', awaited, unpack(ids))
    call('HDEL', ends, unpack(ids))
  end
end

-- They are taken in the order in which they became ready, or earlier: those before the next one are
-- gone. Where the next one came by its enqueue, nobody knows, and the oldest go when there is room for
-- no more.
-- Who stands asks again every few seconds; who is gone is met by no task here.
local function sweepStanding()
  local LONGEST_MS = 60000
  call('ZREMRANGEBYSCORE', standing, '-inf', now() - LONGEST_MS)
end

local function sweepSince()
  if call('ZCARD', since) == 0 then return end
  -- What is set aside waits for longer than what is in the list.
  if call('ZCARD', aside) > 0 then
    if call('ZCARD', since) >= MAX_SINCE then call('ZREM', since, unpack(call('ZRANGE', since, 0, limit))) end
    return
  end
  local head = call('LINDEX', ready, tokensInReady())
  if not head then
    call('DEL', since)
    return
  end
  local at = call('ZSCORE', since, head)
  if at then
    call('ZREMRANGEBYSCORE', since, '-inf', '(' .. at)
  elseif call('ZCARD', since) >= MAX_SINCE then
    call('ZREM', since, unpack(call('ZRANGE', since, 0, limit)))
  end
end

-- As it is now, and as it was when it was remembered before. Any number of engines may sweep.
local function remember()
  -- Of a queue that is not there nothing is written.
  if call('EXISTS', counters) == 0 then return end
  local last = call('HMGET', rates, 'at', unpack(COUNTED))
  local busy = call('EXISTS', ready, lane, levels, aside) > 0 and 1 or 0
  if last[1] and now() - tonumber(last[1]) < RATES_MS then return now() < tonumber(last[1]) - STEP_MS end
  local totals = call('HMGET', counters, unpack(COUNTED))
  local kept = {'at', now(), 'before_at', last[1] or now(), 'busy', busy, 'before_busy', call('HGET', rates, 'busy') or 0}
  for i = 1, #COUNTED do
    kept[#kept + 1] = COUNTED[i]
    kept[#kept + 1] = totals[i] or 0
    kept[#kept + 1] = 'before_' .. COUNTED[i]
    kept[#kept + 1] = last[i + 1] or totals[i] or 0
  end
  call('HSET', rates, unpack(kept))
  return false
end

sweepFinished(succeeded)
sweepFinished(cancelled)
sweepFinished(expired)
sweepRetained()
sweepDead()
sweepOnce()
sweepInbox()
sweepAwaited()
sweepStanding()
sweepSince()
dropped = dropped + dropVoids()
local setBack = remember()
-- A queue that does nothing is not asked more often for it.
local recorded = call('HGET', rates, 'recorded') or '0 0 0 0 0 0'
local toRecord = call('EXISTS', counters) == 1 and recorded ~= table.concat(countsNow(), ' ')
return {dropped, call('HEXISTS', bulk, '*'), setBack and 1 or 0, call('EXISTS', mail), toRecord and 1 or 0}
