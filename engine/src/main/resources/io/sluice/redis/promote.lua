#!lua flags=allow-oom
-- Moves due tasks to ready, in one atomic step.
--
-- KEYS  scheduled retrying ready since expiries events
-- ARGV  limit (of each kind)
-- Returns {moved, ms until the next one is due (-1 = none waits, 0 = more are due),
--       whether something is to be expired (0 | 1)}.
-- Again: moves what is due then.
local limit = tonumber(ARGV[1])
local MAX_SINCE = 10000

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local moved, wait, wasEmpty = {}, -1, false

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local ending = call('ZRANGE', expiries, 0, 0, 'WITHSCORES')
-- GUARD scheduled ready since

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

local function promote(from)
  local ids = call('ZRANGEBYSCORE', from, '-inf', '(' .. now + 1, 'LIMIT', 0, limit)
  if #ids > 0 then
    call('ZREM', from, unpack(ids))
    if call('RPUSH', ready, unpack(ids)) == #ids then wasEmpty = true end
    readySince(ids)
    for i = 1, #ids do moved[#moved + 1] = ids[i] end
  end
  local nearest = call('ZRANGE', from, 0, 0, 'WITHSCORES')
  if #nearest > 0 then
    local left = math.max(0, math.floor(nearest[2]) - now)
    if wait < 0 or left < wait then wait = left end
  end
end

promote(retrying)
promote(scheduled)
if #moved > 0 then
  local listening = call('PUBSUB', 'NUMSUB', events, ready)
  if listening[2] > 0 then
    redis.pcall('PUBLISH', events, now .. ' @ready ' .. table.concat(moved, ' '))
  end
  -- The channel named like the key: somebody waits for the first task.
  if wasEmpty and listening[4] > 0 then redis.pcall('PUBLISH', ready, '') end
end
return {#moved, wait, ending[2] and math.floor(ending[2]) <= now and 1 or 0}
