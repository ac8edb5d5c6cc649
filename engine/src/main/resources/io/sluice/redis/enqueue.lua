#!lua
-- Takes many tasks in. The only script without allow-oom: a full Redis takes no new task, but drains.
--
-- KEYS  tasks ready scheduled retrying ghosts counters settings events receipt aside
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), fresh,
--       (id, envelope) × fresh            ids nobody can have used: not checked, ready now
--       (id, envelope, due) × the rest    checked; due = '0' now | delay in ms | '@' instant in ms
-- Returns {'ok' | 'replayed', accepted, index of each duplicate... (1-based, over the whole call)}
--       | {'full'} (nothing was taken) | {'old'} (a later call of this lane was answered already).
-- Again with the same seq: the same answer, no effect.
local seq, maxBacklog, fresh = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local RECEIPT_SECONDS = 3600

local cachedNow
local function now()
  if not cachedNow then
    local t = call('TIME')
    cachedNow = t[1] * 1000 + math.floor(t[2] / 1000)
  end
  return cachedNow
end

local last = call('GET', receipt)
if last then
  local lastSeq, answer = last:match('^(%d+) (.*)$')
  if lastSeq == seq then
    if answer == 'full' then return {'full'} end
    local reply = {'replayed'}
    for number in answer:gmatch('%d+') do reply[#reply + 1] = tonumber(number) end
    return reply
  end
  if tonumber(lastSeq) > tonumber(seq) then return {'old'} end
end

maxBacklog = tonumber(call('HGET', settings, 'max_backlog') or maxBacklog)
if maxBacklog > 0
  and call('LLEN', ready) + tonumber(call('ZSCORE', aside, '\255') or 0) + call('ZCARD', scheduled) + call('ZCARD', retrying) >= maxBacklog then
  call('SET', receipt, seq .. ' full', 'EX', RECEIPT_SECONDS)
  return {'full'}
end

local nowReady, later, duplicates, accepted, soonest = {}, {}, {}, fresh, math.huge

local firstChecked = 4 + 2 * fresh
-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready counters
if #ARGV >= firstChecked then
  -- GUARD scheduled ghosts
end

if fresh > 0 then
  for i = 4, firstChecked - 1, 2 do nowReady[#nowReady + 1] = ARGV[i] end
  call('HSET', tasks, unpack(ARGV, 4, firstChecked - 1))
end

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now() + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

local function dueAt(due)
  if due == '0' then return 0 end
  if due:sub(1, 1) == '@' then return tonumber(due:sub(2)) end
  return after(tonumber(due))
end

local index = fresh
for i = firstChecked, #ARGV, 3 do
  local id, envelope, due = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  index = index + 1
  -- A ghost is still in a list: the id cannot be in it twice.
  if call('HEXISTS', ghosts, id) == 0 and call('HSETNX', tasks, id, envelope) == 1 then
    accepted = accepted + 1
    local at = dueAt(due)
    if at > 0 and at > now() then
      call('ZADD', scheduled, at, id)
      later[#later + 1] = id
      soonest = math.min(soonest, at)
    else
      nowReady[#nowReady + 1] = id
    end
  else
    duplicates[#duplicates + 1] = index
  end
end

local wasEmpty = #nowReady > 0 and call('RPUSH', ready, unpack(nowReady)) == #nowReady
if accepted > 0 then call('HINCRBY', counters, 'accepted', accepted) end
call('SET', receipt, seq .. ' ' .. accepted .. ' ' .. table.concat(duplicates, ' '), 'EX', RECEIPT_SECONDS)

local listening = call('PUBSUB', 'NUMSUB', events, ready)
if listening[2] > 0 then
  redis.pcall('PUBLISH', events, now() .. ' @ready ' .. table.concat(nowReady, ' ')
    .. ' @scheduled ' .. table.concat(later, ' '))
end
-- The channels named like the keys: somebody waits for the first task, and for the soonest.
if wasEmpty and listening[4] > 0 then redis.pcall('PUBLISH', ready, '') end
if #later > 0 and tonumber(call('ZRANGE', scheduled, 0, 0, 'WITHSCORES')[2]) >= soonest
  and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
  redis.pcall('PUBLISH', retrying, math.floor(soonest - now()))
end
return {'ok', accepted, unpack(duplicates)}
