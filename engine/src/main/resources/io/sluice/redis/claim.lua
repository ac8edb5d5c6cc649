#!lua flags=allow-oom
-- Gives ready tasks to a live session. The only writer of `running`, and only for a session that is
-- in `sessions`: after the fence, the entries of a session can only become fewer.
--
-- A task that crashed twice may be what kills its workers. A session holds at most one such suspect,
-- so that none of those that crash beside it comes to more than two crashes; the next suspect is put
-- off for a moment. Which one the session holds is carried in its receipt.
--
-- What is to run before a time and was not is expired here, so that it never runs too late.
--
-- A claim is bounded by bytes too: an answer that is larger than the server lets one be is cut off,
-- and would be again. What does not fit goes back to the head of `ready` before it is given.
--
-- KEYS  ready landing tasks running sessions attempts retrying expiries expired results ghosts counters settings events call
-- ARGV  session, seq, max, bytes (of envelopes and records; one task is given whatever its size),
--       adopted id... (brought to landing by this worker's BLMOVE)
-- Returns {'ok' | 'more' (are there: no more fitted) | 'replayed' | 'paused' | 'limited' (as many run
--       as may), token, ids, envelopes, attempt records}
--       | {'gone'} (fenced: open another session) | {'old', the number of the last claim}
--       | {'large'} (what it gave does not fit into the bytes of this call: shrink it).
-- Again with the same seq: the same tasks, as far as they are still under this token.
local ready, landing, tasks, running, sessions, attempts, retrying, expiries, expired, results, ghosts, counters, settings, events, receipt =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14], KEYS[15]
local session, seq, max, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local FIRST_ADOPTED = 5
local call = redis.call
local RECEIPT_SECONDS = 3600
local FEW_RUNNING = 16
local LONGER_THAN_PACKED = ('-'):rep(65)
local SUSPECT_CRASHES, PUT_OFF_MS = 2, 1000
local FIRST_READ = 8

local function now()
  local t = call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now() + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

local function tokenAt(startedAt) return session .. ':' .. seq .. ':' .. startedAt end

local anyAttempts = call('HLEN', attempts) > 0

-- When each failure was, and of what type: what else is told of it is for people, and may be long.
local function brief(record)
  local parts, from = {}, 1
  while from do
    local stop, line = record:find('\30', from, true), record:find('\n', from, true)
    local rest = stop and stop - 1 or #record
    parts[#parts + 1] = record:sub(from, line and math.min(line, rest) or rest)
    from = stop and stop + 1
  end
  return table.concat(parts, '\30')
end

-- Of these ids from the first on, those that fit: where the rest begins, and their ids, envelopes and
-- records. Read in parts, so that of large tasks not much more is read than fits.
local function fitting(ids)
  local kept, envelopes, records, used, n, from, part = {}, {}, {}, 0, 0, 1, FIRST_READ
  while from <= #ids do
    local last = math.min(#ids, from + part - 1)
    local found = call('HMGET', tasks, unpack(ids, from, last))
    local tried = anyAttempts and call('HMGET', attempts, unpack(ids, from, last))
    for i = 1, #found do
      local envelope = found[i]
      -- An id without a task cannot run; nobody holds it, so nothing is to be put back.
      if envelope then
        used = used + #envelope
        if tried and tried[i] then
          tried[i] = brief(tried[i])
          used = used + #tried[i]
        end
        if used > bytes and n > 0 then return from + i - 1, kept, envelopes, records end
        n = n + 1
        kept[n], envelopes[n] = ids[from + i - 1], envelope
        if tried then records[n] = tried[i] end
      end
    end
    from = last + 1
    part = used == 0 and FIRST_READ or math.max(FIRST_READ, math.ceil((bytes - used) * last / used))
  end
  return from, kept, envelopes, records
end

local last, suspect = call('GET', receipt), ''
if last then
  local lastSeq, startedAt, held, given = last:match('^(%d+) (%d+):(%S*)(.*)$')
  if lastSeq == seq then
    local token, ids, mine = tokenAt(startedAt), {}, {}
    for id in given:gmatch('%S+') do ids[#ids + 1] = id end
    if #ids > 0 then
      local holder = call('HMGET', running, unpack(ids))
      for i = 1, #ids do
        if holder[i] == token then mine[#mine + 1] = ids[i] end
      end
    end
    if #mine == 0 then return {'replayed', token, {}, {}, {}} end
    local rest, kept, envelopes, records = fitting(mine)
    if rest <= #mine then return {'large'} end
    return {'replayed', token, kept, envelopes, records}
  end
  if tonumber(lastSeq) > tonumber(seq) then return {'old', tonumber(lastSeq)} end
  suspect = held
end

if not call('ZSCORE', sessions, session) then return {'gone'} end

local startedAt = now()
local token = tokenAt(startedAt)

local function keepReceipt(given)
  call('SET', receipt, seq .. ' ' .. startedAt .. ':' .. suspect .. given, 'EX', RECEIPT_SECONDS)
end

local listened
local function tell(state, given)
  if listened == nil then listened = call('PUBSUB', 'NUMSUB', events)[2] > 0 end
  if listened then redis.pcall('PUBLISH', events, startedAt .. ' @' .. state .. given) end
end

if suspect ~= '' then
  local holder = call('HGET', running, suspect)
  if not holder or holder:sub(1, #session + 1) ~= session .. ':' then suspect = '' end
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local before, ghostly, expiring = call('HLEN', running), call('HLEN', ghosts) > 0, call('ZCARD', expiries) > 0
local rules = call('HMGET', settings, 'paused', 'paused_until', 'max_concurrency')
call('HLEN', tasks)
call('LLEN', ready)
call('ZCARD', retrying)
if expiring then
  call('LLEN', expired)
  call('HLEN', results)
  call('HLEN', counters)
end

local paused = rules[1] == '1'
if paused and rules[2] and math.floor(rules[2]) <= startedAt then
  call('HDEL', settings, 'paused', 'paused_reason', 'paused_until')
  paused = false
end
local limited = false
if rules[3] then
  local room = tonumber(rules[3]) - before
  limited = room <= 0
  max = math.min(max, room)
end

-- What a BLMOVE brought is this worker's only if it is still there; else the reaper put it back.
local ids = {}
for i = FIRST_ADOPTED, #ARGV do
  if call('LREM', landing, 1, ARGV[i]) == 1 then ids[#ids + 1] = ARGV[i] end
end

if paused or limited then
  if #ids > 0 then call('LPUSH', ready, unpack(ids)) end
  keepReceipt('')
  return {paused and 'paused' or 'limited', token, {}, {}, {}}
end

if #ids < max then
  local more = call('LPOP', ready, max - #ids)
  if more then
    if #ids == 0 then ids = more else
      for i = 1, #more do ids[#ids + 1] = more[i] end
    end
  end
end

-- Cancelled while they waited: dropped here, since a list cannot lose one from its middle cheaply.
if #ids > 0 and ghostly then
  local marks, alive, gone = call('HMGET', ghosts, unpack(ids)), {}, {}
  for i = 1, #ids do
    if marks[i] then gone[#gone + 1] = ids[i] else alive[#alive + 1] = ids[i] end
  end
  if #gone > 0 then
    call('HDEL', ghosts, unpack(gone))
    ids = alive
  end
end

local envelopes, records, more = {}, {}, false
if #ids > 0 then
  local rest, kept
  rest, kept, envelopes, records = fitting(ids)
  if rest <= #ids then
    more = true
    local back = {}
    for i = #ids, rest, -1 do back[#back + 1] = ids[i] end
    call('LPUSH', ready, unpack(back))
  end
  ids = kept
end

-- Only the first start is to be in time: whatever comes to be run is not looked at again.
if #ids > 0 and expiring then
  local ends, inTime, theirs, tried, late, endRecords = call('ZMSCORE', expiries, unpack(ids)), {}, {}, {}, {}, {}
  for i = 1, #ids do
    if ends[i] and math.floor(ends[i]) <= startedAt then
      late[#late + 1] = ids[i]
      endRecords[#endRecords + 1] = ids[i]
      endRecords[#endRecords + 1] = startedAt .. ' E '
    else
      inTime[#inTime + 1], theirs[#theirs + 1] = ids[i], envelopes[i]
      tried[#inTime] = records[i]
    end
  end
  call('ZREM', expiries, unpack(ids))
  if #late > 0 then
    call('HSET', results, unpack(endRecords))
    call('RPUSH', expired, unpack(late))
    call('HINCRBY', counters, 'expired', #late)
    tell('expired', ' ' .. table.concat(late, ' '))
    ids, envelopes, records = inTime, theirs, tried
  end
end

-- The first suspect is taken when none is held; the others leave for `retrying`, at random times, so
-- that they neither come back together nor keep a worker busy with asking.
if #records > 0 then
  local due, off, trusted, theirs, kept = {}, {}, {}, {}, {}
  math.randomseed(startedAt)
  for i = 1, #ids do
    local crashes = records[i] and tonumber(records[i]:match('^%d+ (%d+)')) or 0
    if crashes >= SUSPECT_CRASHES and suspect ~= '' then
      due[#due + 1] = after(math.floor(PUT_OFF_MS * (0.5 + math.random())))
      due[#due + 1] = ids[i]
      off[#off + 1] = ids[i]
    else
      if crashes >= SUSPECT_CRASHES then suspect = ids[i] end
      trusted[#trusted + 1], theirs[#theirs + 1], kept[#kept + 1] = ids[i], envelopes[i], records[i]
    end
  end
  if #off > 0 then
    call('ZADD', retrying, unpack(due))
    tell('retrying', ' ' .. table.concat(off, ' '))
    ids, envelopes, records = trusted, theirs, kept
  end
end

-- An empty answer needs its receipt too: its late copy would take tasks that nobody waits for.
if #ids == 0 then
  keepReceipt('')
  return {more and 'more' or 'ok', token, {}, {}, {}}
end

-- Redis packs a hash of up to 512 short values into one string, and every lookup walks it. One value
-- over 64 bytes makes it a table for the rest of its life; it is overwritten at once.
if before <= FEW_RUNNING and before + #ids > FEW_RUNNING then
  call('HSET', running, ids[1], LONGER_THAN_PACKED)
end

local held = {}
for i = 1, #ids do
  held[2 * i - 1] = ids[i]
  held[2 * i] = token
end
call('HSET', running, unpack(held))
local given = ' ' .. table.concat(ids, ' ')
keepReceipt(given)
tell('running', given)
return {more and 'more' or 'ok', token, ids, envelopes, records}
