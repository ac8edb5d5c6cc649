#!lua flags=allow-oom
-- Makes what a claim gave fit into fewer bytes, when its answer did not get through: as many of its
-- tasks as fit stay with the session, one at least, and the others go back to the head of `ready`.
-- Nobody has heard of them, so nothing was started and nothing is counted.
--
-- KEYS  ready since tasks running attempts cancels cancelled results notes awaited ends counters settings events receipt
-- ARGV  session, seq, bytes, cap (cancelled tasks kept, 0 = none; the one of the queue's settings goes before)
-- Returns {id...} of those that the session does not hold any more.
-- Again: none.
local session, seq, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3])
local RECEIPT_SECONDS = 3600
local MAX_SINCE = 10000
local ENDS_MS = 10000

local lastSeq, startedAt, suspect, given = (call('GET', receipt) or ''):match('^(%d+) (%d+):(%S*)(.*)$')
if lastSeq ~= seq then return {} end

local t = call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local cap = tonumber(call('HGET', settings, 'retention_count') or ARGV[4])
local token = session .. ':' .. seq .. ':' .. startedAt

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running attempts cancels results notes ends counters ready cancelled since awaited

local kept, back, stopped, records, left, used = {}, {}, {}, {}, {}, 0
for id in given:gmatch('%S+') do
  if call('HGET', running, id) == token then
    used = used + call('HSTRLEN', tasks, id) + call('HSTRLEN', attempts, id)
    if used <= bytes or #kept == 0 then
      kept[#kept + 1] = id
    elseif call('HEXISTS', cancels, id) == 1 then
      left[#left + 1] = id
      stopped[#stopped + 1] = id
      records[#records + 1] = id
      records[#records + 1] = now .. ' C '
    else
      left[#left + 1] = id
      table.insert(back, 1, id)
    end
  end
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

local happened = {}
if #back > 0 then
  call('HDEL', running, unpack(back))
  readySince(back)
  if call('LPUSH', ready, unpack(back)) == #back and call('PUBSUB', 'NUMSUB', ready)[2] > 0 then
    redis.pcall('PUBLISH', ready, '')
  end
  happened[#happened + 1] = '@ready ' .. table.concat(back, ' ')
end

-- A cancel that was asked meanwhile wins over running again.
if #stopped > 0 then
  call('HDEL', running, unpack(stopped))
  call('HDEL', cancels, unpack(stopped))
  if cap > 0 then
    call('HSET', results, unpack(records))
    call('RPUSH', cancelled, unpack(stopped))
  else
    leaveEnds(stopped)
    call('HDEL', tasks, unpack(stopped))
    call('HDEL', attempts, unpack(stopped))
    call('HDEL', notes, unpack(stopped))
  end
  call('HINCRBY', counters, 'cancelled', #stopped)
  happened[#happened + 1] = '@cancelled ' .. table.concat(stopped, ' ')
end

-- The suspect may have gone back.
if suspect ~= '' and call('HGET', running, suspect) == false then suspect = '' end
call('SET', receipt, seq .. ' ' .. startedAt .. ':' .. suspect .. (#kept > 0 and ' ' .. table.concat(kept, ' ') or ''), 'EX', RECEIPT_SECONDS)
if #happened > 0 and call('PUBSUB', 'NUMSUB', events)[2] > 0 then
  redis.pcall('PUBLISH', events, now .. ' ' .. table.concat(happened, ' '))
end
return left
