#!lua flags=allow-oom
-- Puts back what dead sessions held. One call = fence, one chunk of the walk, one sweep of landing.
-- Fence first, walk after: a fenced session cannot claim, so one whole pass of HSCAN that began after
-- the fence has met all that it held. Cursor and pass live in Redis: any reaper continues.
--
-- KEYS  sessions walk reaper running ready since retrying dead attempts cancels tasks cancelled results notes awaited ends counters landing landed settings events
-- ARGV  scanCount, maxCrashes, graceMs, cap (the one of the queue's settings goes before), spreadMs, failure (recorded when the crash limit is reached)
-- Returns {more (0 | 1), fenced, reaped, dead, cancelled, back from landing}.
-- Again: goes on.
local scanCount, maxCrashes, graceMs, spreadMs, poisonFailure =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[5]), ARGV[6]
local MAX_SINCE = 10000
local MAX_FENCED, MAX_WALKED, MAX_TAKEN, MAX_LANDED, UNPACK = 100, 1000, 1000, 256, 1000
local MAX_FAILURES, MAX_TRACES = 10, 3
local ENDS_MS = 10000

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
-- Nothing to do, as nearly always.
if call('EXISTS', walk, landing, landed) == 0
  and #call('ZRANGEBYSCORE', sessions, '-inf', '(' .. now + 1, 'LIMIT', 0, 1) == 0 then
  return {0, 0, 0, 0, 0, 0}
end
local state = call('HMGET', reaper, 'pass', 'cursor', 'run')
local pass, cursor, runBefore = tonumber(state[1] or 0), state[2] or '0', state[3]
local cap = tonumber(call('HGET', settings, 'retention_count') or ARGV[4])
local listened = call('PUBSUB', 'NUMSUB', events)[2] > 0
local happened = {}

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD running attempts cancels tasks results notes ends counters landed ready cancelled landing sessions walk retrying dead awaited since

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

local function inChunks(values, each)
  for i = 1, #values, UNPACK do each(i, math.min(#values, i + UNPACK - 1)) end
end

local function tell(name, ids)
  if listened and #ids > 0 then happened[#happened + 1] = '@' .. name .. ' ' .. table.concat(ids, ' ') end
end

-- The channels named like the keys: somebody waits for the first task, and for the soonest.
local function tellReady(pushed, length)
  if length == pushed and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then redis.pcall('PUBLISH', ready, '') end
end

local function tellDue(due)
  local soonest = math.huge
  for i = 1, #due, 2 do soonest = math.min(soonest, due[i]) end
  if tonumber(call('ZRANGE', retrying, 0, 0, 'WITHSCORES')[2]) >= soonest
    and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
    redis.pcall('PUBLISH', retrying, math.floor(soonest - now))
  end
end

local function fence()
  if call('ZCARD', walk) >= MAX_WALKED - MAX_FENCED then return 0 end
  local late = call('ZRANGEBYSCORE', sessions, '-inf', '(' .. now + 1, 'LIMIT', 0, MAX_FENCED)
  if #late > 0 then
    local entries, needed = {}, cursor == '0' and pass + 1 or pass + 2
    for i = 1, #late do
      entries[2 * i - 1] = needed
      entries[2 * i] = late[i]
    end
    call('ZREM', sessions, unpack(late))
    call('ZADD', walk, unpack(entries))
  end
  return #late
end

-- Newest first; when there are too many the first of all stays. The traces, behind the third line,
-- stay with the newest only. The token knows who ran it, and since when.
local function withPoison(older, token)
  local session, startedAt = token:match('^([^:]*):[^:]*:(%d+)$')
  local kept = {now .. ' ' .. poisonFailure .. (session and '\n' .. session .. ' ' .. startedAt or '')}
  for one in older:gmatch('[^\30]+') do
    kept[#kept + 1] = #kept < MAX_TRACES and one or one:match('^[^\n]*\n[^\n]*\n[^\n]*') or one
  end
  if #kept > MAX_FAILURES then table.remove(kept, #kept - 1) end
  return table.concat(kept, '\30')
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

-- How what is not kept ended is left for those who wait for it, for a while.
local function leaveEnds(ids)
  if call('ZCARD', awaited) == 0 then return end
  local untils = call('ZMSCORE', awaited, unpack(ids))
  for i = 1, #ids do
    local id = ids[i]
    if untils[i] and tonumber(untils[i]) > now then
      call('HSET', ends, id, cmsgpack.pack({'finished', now .. ' C ',
        call('HGET', tasks, id), call('HGET', attempts, id), call('HGET', notes, id)}))
      call('ZADD', awaited, now + ENDS_MS, id)
    end
  end
end

-- Back to ready after the first crash; later ones spread out in time, so that the companions of a
-- poison task are not claimed together with it again; dead at the limit.
local function putBack(ids, tokens)
  local before, marks = call('HMGET', attempts, unpack(ids)), call('HMGET', cancels, unpack(ids))
  local toReady, toRetry, toBury, toCancel = {}, {}, {}, {}
  local due, buried, crashed, records = {}, {}, {}, {}
  math.randomseed(now)
  for i = 1, #ids do
    local id = ids[i]
    if marks[i] then
      toCancel[#toCancel + 1] = id
      records[#records + 1] = id
      records[#records + 1] = now .. ' C '
    else
      local failures, crashes, failure = (before[i] or '0 0 '):match('^(%d+) (%d+) ?(.*)$')
      crashes = crashes + 1
      if crashes >= maxCrashes then
        toBury[#toBury + 1] = id
        buried[#buried + 1] = now
        buried[#buried + 1] = id
        failure = withPoison(failure, tokens[i])
      elseif crashes == 1 then
        toReady[#toReady + 1] = id
      else
        toRetry[#toRetry + 1] = id
        due[#due + 1] = after(math.floor(math.random() * crashes * spreadMs))
        due[#due + 1] = id
      end
      crashed[#crashed + 1] = id
      crashed[#crashed + 1] = failures .. ' ' .. crashes .. ' ' .. failure
    end
  end
  inChunks(ids, function(i, j) call('HDEL', running, unpack(ids, i, j)) end)
  inChunks(crashed, function(i, j) call('HSET', attempts, unpack(crashed, i, j)) end)
  if #toReady > 0 then
    readySince(toReady)
    tellReady(#toReady, call('LPUSH', ready, unpack(toReady)))
  end
  inChunks(due, function(i, j) call('ZADD', retrying, unpack(due, i, j)) end)
  if #due > 0 then tellDue(due) end
  inChunks(buried, function(i, j) call('ZADD', dead, unpack(buried, i, j)) end)
  if #toCancel > 0 then
    call('HDEL', cancels, unpack(toCancel))
    if cap > 0 then
      inChunks(records, function(i, j) call('HSET', results, unpack(records, i, j)) end)
      call('RPUSH', cancelled, unpack(toCancel))
    else
      leaveEnds(toCancel)
      call('HDEL', tasks, unpack(toCancel))
      call('HDEL', attempts, unpack(toCancel))
      call('HDEL', notes, unpack(toCancel))
    end
    call('HINCRBY', counters, 'cancelled', #toCancel)
  end
  call('HINCRBY', counters, 'reaped', #ids)
  if #toBury > 0 then call('HINCRBY', counters, 'dead', #toBury) end
  tell('ready', toReady)
  tell('retrying', toRetry)
  tell('dead', toBury)
  tell('cancelled', toCancel)
  return #ids, #toBury, #toCancel
end

local function walkOneChunk()
  local fenced = call('ZRANGE', walk, 0, MAX_WALKED - 1)
  if #fenced == 0 then return 0, 0, 0, 0 end
  -- A cursor is valid only for the server process that gave it: hash seeds differ.
  local run = call('INFO', 'server'):match('run_id:(%w+)')
  if run ~= runBefore then cursor = '0' end
  local isFenced = {}
  for i = 1, #fenced do isFenced[fenced[i]] = true end

  local scan = call('HSCAN', running, cursor, 'COUNT', scanCount)
  local entries, taken, tokens, cut = scan[2], {}, {}, false
  for i = 1, #entries, 2 do
    if #taken >= MAX_TAKEN then
      cut = true -- a huge listpack answers in one chunk: the same cursor again
      break
    end
    if isFenced[entries[i + 1]:match('^[^:]+')] then
      taken[#taken + 1] = entries[i]
      tokens[#tokens + 1] = entries[i + 1]
    end
  end

  local reaped, buried, stopped = 0, 0, 0
  if #taken > 0 then reaped, buried, stopped = putBack(taken, tokens) end
  if not cut then
    cursor = scan[1]
    if cursor == '0' then
      pass = pass + 1
      call('ZREMRANGEBYSCORE', walk, '-inf', pass)
    end
  end
  call('HSET', reaper, 'pass', pass, 'cursor', cursor, 'run', run)
  local more = (cut or cursor ~= '0' or call('ZCARD', walk) > 0) and 1 or 0
  return more, reaped, buried, stopped
end

-- An id that a BLMOVE left and nobody claimed: seen once, and again after the grace, it goes back as
-- the next to be taken. Nothing was started, so nothing is counted.
local function sweepLanding()
  local ids, back, kept = call('LRANGE', landing, 0, MAX_LANDED - 1), {}, {}
  if #ids > 0 then
    local seen = call('HMGET', landed, unpack(ids))
    for i = 1, #ids do
      if seen[i] and now - tonumber(seen[i]) >= graceMs then
        call('LREM', landing, 1, ids[i])
        back[#back + 1] = ids[i]
      else
        kept[#kept + 1] = ids[i]
        -- Seen after now: the clock was set back.
        kept[#kept + 1] = math.min(tonumber(seen[i] or now), now)
      end
    end
    if #back > 0 then tellReady(#back, call('LPUSH', ready, unpack(back))) end
  end
  call('DEL', landed)
  if #kept > 0 then call('HSET', landed, unpack(kept)) end
  return #back
end

local fenced = fence()
local more, reaped, buried, stopped = walkOneChunk()
local back = sweepLanding()
if #happened > 0 then
  redis.pcall('PUBLISH', events, now .. ' ' .. table.concat(happened, ' '))
end
return {more, fenced, reaped, buried, stopped, back}
