#!lua flags=allow-oom
-- Puts back what dead sessions held. One call = fence, one chunk of the walk, one sweep of landing.
-- Fence first, walk after: a fenced session cannot claim, so one whole pass of HSCAN that began after
-- the fence has met all that it held. Cursor and pass live in Redis: any reaper continues.
--
-- KEYS  sessions walk reaper running ready since retrying dead attempts cancels tasks cancelled results notes awaited ends once behind scheduled counters landing landed settings events lane levels place later turns tags barred inflight order membership tally judging costs gathered gifts
-- USES  clock after running behind follow since due cancelled bury failures ready walk lanes slots place spot tokens moved wakes run
-- ARGV  scanCount, maxCrashes, graceMs, cap (the one of the queue's settings goes before), spreadMs, failure (recorded when the crash limit is reached)
-- Returns {more (0 | 1), fenced, reaped, dead, cancelled, back from landing}.
-- Again: goes on.
local scanCount, maxCrashes, graceMs, spreadMs, poisonFailure =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[5]), ARGV[6]
local MAX_FENCED, MAX_WALKED, MAX_TAKEN, MAX_LANDED = 100, 1000, 1000, 256

-- Nothing to do, as nearly always.
if call('EXISTS', walk, landing, landed) == 0
  and #call('ZRANGEBYSCORE', sessions, '-inf', '(' .. now() + 1, 'LIMIT', 0, 1) == 0 then
  return {0, 0, 0, 0, 0, 0}
end
local state = call('HMGET', reaper, 'pass', 'cursor', 'run')
local pass, cursor, runBefore = tonumber(state[1] or 0), state[2] or '0', state[3]
local rules = call('HMGET', settings, 'retention_count', 'max_concurrency')
local cap = tonumber(rules[1] or ARGV[4])

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD gifts running attempts cancels tasks results notes ends counters landed ready cancelled landing sessions walk retrying dead awaited since behind once scheduled lane levels place later turns tags barred inflight order costs
anyMembers()

local function fence()
  if call('ZCARD', walk) >= MAX_WALKED - MAX_FENCED then return 0 end
  local late = call('ZRANGEBYSCORE', sessions, '-inf', '(' .. now() + 1, 'LIMIT', 0, MAX_FENCED)
  if #late > 0 then
    call('ZREM', sessions, unpack(late))
    call('HDEL', gifts, unpack(late))
    walkFor(late, pass, cursor)
  end
  return #late
end

-- The token knows who ran it, and since when.
local function poisonOf(token)
  local session, startedAt = token:match('^([^:]*):[^:]*:(%d+)')
  return now() .. ' ' .. poisonFailure .. (session and '\n' .. session .. ' ' .. startedAt or '')
end

-- Back to ready after the first crash; later ones spread out in time, so that the companions of a
-- poison task are not claimed together with it again; dead at the limit. A cancel that was asked wins, and so
-- does a newer task behind it.
local function putBack(ids, tokens)
  local before, marks = call('HMGET', attempts, unpack(ids)), call('HMGET', cancels, unpack(ids))
  local followers = followersOf(ids)
  local toReady, toRetry, toBury, toCancel, crashed = {}, {}, {}, {}, {}
  local laned, spots, put, putSpots, left = {}, {}, {}, {}, {}
  math.randomseed(now())
  for i = 1, #ids do
    local id, spot = ids[i], spotOfRun(tokens[i])
    if spot then left[#left + 1] = spot end
    if marks[i] or followers[i] then
      toCancel[#toCancel + 1] = id
    else
      local failures, crashes, failure = (before[i] or '0 0 '):match('^(%d+) (%d+) ?(.*)$')
      crashes = crashes + 1
      if crashes >= maxCrashes then
        toBury[#toBury + 1] = id
        if spot then keepPlaces({id}, {spot}, true) end
        failure = withFailure(failure, poisonOf(tokens[i]))
      elseif crashes == 1 and spot then
        laned[#laned + 1], spots[#spots + 1] = id, spot
      elseif crashes == 1 then
        toReady[#toReady + 1] = id
      else
        if spot then put[#put + 1], putSpots[#putSpots + 1] = id, spot end
        toRetry[#toRetry + 1] = after(math.floor(math.random() * crashes * spreadMs))
        toRetry[#toRetry + 1] = id
      end
      crashed[#crashed + 1] = id
      crashed[#crashed + 1] = failures .. ' ' .. crashes .. ' ' .. failure
    end
  end
  leaveRunning(ids)
  if #crashed > 0 then call('HSET', attempts, unpack(crashed)) end
  call('HINCRBY', counters, 'reaped', #ids)
  readyAgain(toReady, true)
  enterLane(laned, spots, true)
  freeSlots(left)
  putOff(retrying, 'retrying', toRetry)
  keepPlaces(put, putSpots)
  if #toBury > 0 then bury(toBury) end
  if #toCancel > 0 then endCancelled(toCancel, cap) end
  letFollow(runsLeft)
  return #ids, #toBury, #toCancel
end

local function walkOneChunk()
  local fenced = call('ZRANGE', walk, 0, MAX_WALKED - 1)
  if #fenced == 0 then return 0, 0, 0, 0 end
  -- A cursor is valid only for the server process that gave it: hash seeds differ.
  local run = runId()
  if run ~= runBefore then cursor = '0' end
  local isFenced = {}
  for i = 1, #fenced do isFenced[fenced[i]] = true end

  local scan = call('HSCAN', running, cursor, 'COUNT', countFor(run, scanCount))
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
  call('HSET', reaper, 'pass', pass, 'cursor', run == '' and '0' or cursor, 'run', run)
  if run == '' and #taken == 0 and cursor ~= '0' then return 0, 0, 0, 0 end -- more than one call scans
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
      if ids[i] == TOKEN then
        call('LREM', landing, 0, TOKEN)
      elseif seen[i] and now() - tonumber(seen[i]) >= graceMs then
        call('LREM', landing, 1, ids[i])
        back[#back + 1] = ids[i]
      else
        kept[#kept + 1] = ids[i]
        -- Seen after now: the clock was set back.
        kept[#kept + 1] = math.min(tonumber(seen[i] or now()), now())
      end
    end
    if #back > 0 and putReady(back, true) then wakeReady() end
  end
  call('DEL', landed)
  if #kept > 0 then call('HSET', landed, unpack(kept)) end
  return #back
end

local fenced = fence()
local more, reaped, buried, stopped = walkOneChunk()
local back = sweepLanding()
wakeLanes()
-- Workers that found as many running as may wait for a word.
if reaped > 0 and rules[2] then wakeReady() end
return {more, fenced, reaped, buried, stopped, back}
