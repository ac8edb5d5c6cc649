#!lua flags=allow-oom
-- Pulls in what is further away than its own length: the clock of Redis was set back since it was
-- set. An instant that was set by a length (a delay, a window, the life of a session) has a fraction
-- that tells it: length <= 2 ^ (4096 * fraction / 96) ms. One that somebody named has none, and stays.
-- What is said to have happened after now gets now.
--
-- What proves the step is the last time at which the ledger was remembered, in `rates`. A call looks
-- at one chunk; where the next begins is kept there too, so that anybody goes on.
--
-- KEYS  rates settings sessions retrying scheduled expiries retained dead succeeded cancelled expired results once awaited barred
-- USES  clock
-- ARGV  limit
-- Returns {more (0 | 1), pulled in, by how many ms the clock was set back at least (0 = it was not)}.
-- Again: goes on.
local limit = tonumber(ARGV[1])
local STEP_MS, AWAITED_MS = 1000, 10000

local seen = call('HMGET', rates, 'at', 'pull')
local back = tonumber(seen[1] or 0) - now()
if back <= STEP_MS then return {0, 0, 0} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD sessions retrying scheduled expiries retained dead awaited barred succeeded cancelled expired settings results once

local pulled = 0

-- How far it is to be pulled; nil when it is as near as it may be.
local function nearer(at)
  local fraction = at % 1
  local length = fraction > 0 and math.floor(2 ^ (4096 * fraction / 96))
  if not length or at - now() <= length + STEP_MS then return nil end
  pulled = pulled + 1
  return now() + length + fraction
end

-- From the furthest on; what is pulled leaves the part that was looked at.
local function pullSorted(set, from)
  local entries = call('ZREVRANGE', set, from, from + limit - 1, 'WITHSCORES')
  local stay = 0
  for i = 1, #entries, 2 do
    local at = nearer(tonumber(entries[i + 1]))
    if at then call('ZADD', set, at, entries[i]) else stay = stay + 1 end
  end
  return #entries == 2 * limit and tonumber(entries[#entries]) > now() and from + stay
end

-- None of these is further away than so much.
local function pullAll(set, most)
  local ids = call('ZRANGEBYSCORE', set, '(' .. now() + most + STEP_MS, '+inf', 'LIMIT', 0, limit)
  for i = 1, #ids do call('ZADD', set, now() + most, ids[i]) end
  pulled = pulled + #ids
  return #ids == limit and 0
end

local function pullFinished(list, from)
  local ids = call('LRANGE', list, from, from + limit - 1)
  for i = 1, #ids do
    local at, rest = (call('HGET', results, ids[i]) or '0 '):match('^(%d+)( .*)$')
    if tonumber(at) > now() + STEP_MS then
      call('HSET', results, ids[i], now() .. rest)
      pulled = pulled + 1
    end
  end
  return #ids == limit and from + limit
end

local function pullOnce(cursor)
  local scan = call('HSCAN', once, cursor, 'COUNT', limit)
  for i = 1, #scan[2], 2 do
    local untilMs, id, createdAt, length, rest = scan[2][i + 1]:match('^(%d+) (%S+) (%d+)%+(%d+)( .*)$')
    if untilMs and tonumber(untilMs) > now() + tonumber(length) + STEP_MS then
      call('HSET', once, scan[2][i], now() + tonumber(length) .. ' ' .. id .. ' ' .. createdAt .. '+' .. length .. rest)
      pulled = pulled + 1
    end
  end
  return scan[1] ~= '0' and scan[1]
end

local function pullPause()
  local at = nearer(tonumber(call('HGET', settings, 'paused_until') or 0))
  if at then call('HSET', settings, 'paused_until', at) end
  return false
end

-- Of groups, those that wait for a token are let go at once: a bucket is full again by then. The claim that
-- meets one bars it again, if it is not.
local function pullBarred(from)
  local entries, stay = call('ZRANGEBYSCORE', barred, '(' .. now() + STEP_MS, '(+inf', 'WITHSCORES', 'LIMIT', from, limit), 0
  for i = 1, #entries, 2 do
    local at = tonumber(entries[i + 1])
    local nearerAt = at % 1 > 0 and nearer(at) or at % 1 == 0 and now()
    if nearerAt then call('ZADD', barred, nearerAt, entries[i]) else stay = stay + 1 end
  end
  return #entries == 2 * limit and from + stay
end

local places = {
  pullPause,
  function(from) return pullSorted(sessions, tonumber(from)) end,
  function(from) return pullSorted(retrying, tonumber(from)) end,
  function(from) return pullSorted(scheduled, tonumber(from)) end,
  function(from) return pullSorted(expiries, tonumber(from)) end,
  function(from) return pullSorted(retained, tonumber(from)) end,
  function(from) return pullBarred(tonumber(from)) end,
  function() return pullAll(dead, 0) end,
  function() return pullAll(awaited, AWAITED_MS) end,
  function(from) return pullFinished(succeeded, tonumber(from)) end,
  function(from) return pullFinished(cancelled, tonumber(from)) end,
  function(from) return pullFinished(expired, tonumber(from)) end,
  pullOnce,
}
local step, from = (seen[2] or '1 0'):match('^(%d+) (%d+)$')
step = tonumber(step)
local rest = places[step](from)
if not rest then step = step + 1 end
if step > #places then
  -- All is pulled in: the ledger is remembered anew.
  call('DEL', rates)
  return {0, pulled, back}
end
call('HSET', rates, 'pull', step .. ' ' .. (rest or 0))
return {1, pulled, back}
