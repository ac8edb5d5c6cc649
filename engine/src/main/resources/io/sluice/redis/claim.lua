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
-- A claim of certain types sets what is ready aside, by type, some of it in a call, and takes from
-- its types; so a task is looked at once, however many claims of other types come by. A claim of any
-- type takes what is set aside first, since that came first. `aside` is a sorted set: members 'type
-- order id id...' of score 0, and at its end, of another letter than names have, how many ids.
--
-- KEYS  ready landing tasks running sessions attempts retrying expiries expired results ghosts counters settings events receipt aside
-- ARGV  session, seq, max, bytes (of envelopes and records; one task is given whatever its size),
--       types (0 = any), type × types, adopted id... (brought to landing by this worker's BLMOVE)
-- Returns {'ok' | 'more' (are there, or may be: claim again at once) | 'replayed' | 'paused' | 'limited' (as many run
--       as may), token, ids, envelopes, attempt records}
--       | {'gone'} (fenced: open another session) | {'old', the number of the last claim}
--       | {'large'} (what it gave does not fit into the bytes of this call: shrink it).
-- Again with the same seq: the same tasks, as far as they are still under this token.
local session, seq, max, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local types = tonumber(ARGV[5])
local FIRST_TYPE = 6
local FIRST_ADOPTED = FIRST_TYPE + types
local RECEIPT_SECONDS = 3600
local FEW_RUNNING = 16
local LONGER_THAN_PACKED = ('-'):rep(65)
local SUSPECT_CRASHES, PUT_OFF_MS = 2, 1000
local FIRST_READ = 8
local COUNT, AFTER_TYPES = '\255', '(\255'
local MOST_SORTED, MOST_SORTED_BYTES, IDS_TOGETHER = 2000, 4194304, 256

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
local setAside = tonumber(call('ZSCORE', aside, COUNT) or 0)
-- GUARD tasks ready retrying
if expiring then
  -- GUARD expired results counters
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

-- An envelope begins with a version, the time as a varint, and the type as a varint length and text.
-- A type has at most 100 letters.
local function typeOf(envelope)
  local at = envelope:find('[%z\1-\127]', 2) or 1
  return envelope:sub(at + 2, at + 1 + (envelope:byte(at + 1) or 0))
end

local function isType(text) return text:find('^[%w._-]+$') end

local function idsOf(chunk)
  local order, text = chunk:match('^%S* (%d+) (.*)$')
  local list = {}
  for id in text:gmatch('%S+') do list[#list + 1] = id end
  return order, list
end

local function countAside(change)
  setAside = setAside + change
  if setAside > 0 then call('ZADD', aside, setAside, COUNT) else call('DEL', aside) end
end

-- Behind those of their type; the last part is filled up.
local function putAside(byType)
  local members, added = {}, 0
  for type, list in pairs(byType) do
    local last = call('ZREVRANGEBYLEX', aside, '(' .. type .. '!', '[' .. type .. ' ', 'LIMIT', 0, 1)[1]
    local order = last and tonumber((last:match('^%S* (%d+)'))) or 0
    added = added + #list
    if last then
      local _, before = idsOf(last)
      if #before < IDS_TOGETHER then
        call('ZREM', aside, last)
        for i = 1, #list do before[#before + 1] = list[i] end
        list, order = before, order - 1
      end
    end
    for i = 1, #list, IDS_TOGETHER do
      order = order + 1
      members[#members + 1] = 0
      members[#members + 1] = ('%s %012d %s'):format(type, order, table.concat(list, ' ', i, math.min(#list, i + IDS_TOGETHER - 1)))
    end
  end
  if #members > 0 then
    call('ZADD', aside, unpack(members))
    countAside(added)
  end
end

local function putBack(from, to, list)
  local back = {}
  for i = to, from, -1 do back[#back + 1] = list[i] end
  if #back > 0 then call('LPUSH', ready, unpack(back)) end
end

-- Sets a bounded part of what is ready aside.
local function sort()
  local list = call('LPOP', ready, MOST_SORTED)
  if not list then return end
  local marks, gone = ghostly and call('HMGET', ghosts, unpack(list)), {}
  local byType, read, from, part = {}, 0, 1, FIRST_READ
  while from <= #list and read < MOST_SORTED_BYTES do
    local last = math.min(#list, from + part - 1)
    local found = call('HMGET', tasks, unpack(list, from, last))
    for i = 1, #found do
      local id, envelope = list[from + i - 1], found[i]
      if marks and marks[from + i - 1] then
        gone[#gone + 1] = id
      elseif envelope then
        read = read + #envelope
        local type = typeOf(envelope)
        local same = byType[type]
        if not same then
          -- What nobody can have written goes where claims of any type find it.
          if not isType(type) then type = '' end
          same = byType[type] or {}
          byType[type] = same
        end
        same[#same + 1] = id
      end
    end
    from = last + 1
    part = math.max(FIRST_READ, math.ceil((MOST_SORTED_BYTES - read) * last / math.max(1, read)))
  end
  putBack(from, #list, list)
  if #gone > 0 then call('HDEL', ghosts, unpack(gone)) end
  putAside(byType)
end

-- Parts of `aside` from which ids are taken, in the order of `ids`.
local parts = {}
local function takeFrom(chunk)
  local type = chunk:match('^%S*')
  local order, list = idsOf(chunk)
  parts[#parts + 1] = {chunk = chunk, type = type, order = order, ids = list, first = #ids + 1}
  for i = 1, math.min(#list, max - #ids) do ids[#ids + 1] = list[i] end
end

local function nextPart(from, to)
  return call('ZRANGEBYLEX', aside, from, to, 'LIMIT', 0, 1)[1]
end

-- In turn, so that none of the types waits for the others.
local function takeOfTypes()
  for i = 1, types do
    local type = ARGV[FIRST_TYPE + (tonumber(seq) + i) % types]
    local from = '[' .. type .. ' '
    while #ids < max and isType(type) do
      local chunk = nextPart(from, '(' .. type .. '!')
      if not chunk then break end
      takeFrom(chunk)
      from = '(' .. chunk
    end
  end
end

-- Begins at any type, so that none waits for the others, and goes round once.
local function takeOfAny()
  local any = call('ZRANDMEMBER', aside)
  local first = '[' .. (any == COUNT and '' or any:match('^%S*')) .. ' '
  local from = first
  while #ids < max do
    local chunk = nextPart(from, AFTER_TYPES)
    if not chunk then break end
    takeFrom(chunk)
    from = '(' .. chunk
  end
  from = '-'
  while #ids < max do
    local chunk = nextPart(from, '(' .. first:sub(2))
    if not chunk then break end
    takeFrom(chunk)
    from = '(' .. chunk
  end
end

-- What was taken of each part leaves it; its rest stays where it was.
local function leaveParts(rest)
  local left = 0
  for _, part in ipairs(parts) do
    local taken = math.max(0, math.min(#part.ids, rest - part.first, max - part.first + 1))
    if taken > 0 then
      call('ZREM', aside, part.chunk)
      if taken < #part.ids then
        call('ZADD', aside, 0, part.type .. ' ' .. part.order .. ' ' .. table.concat(part.ids, ' ', taken + 1))
      end
      left = left + taken
    end
  end
  if left > 0 then countAside(-left) end
end

local adopted, more = #ids, false
if types > 0 then
  if adopted > 0 then
    call('LPUSH', ready, unpack(ids))
    ids, adopted = {}, 0
  end
  if setAside > 0 then takeOfTypes() end
  if #ids < max then
    ids, parts = {}, {}
    sort()
    if setAside > 0 then takeOfTypes() end
    more = #ids < max and call('LLEN', ready) > 0
  end
else
  if setAside > 0 and #ids < max then takeOfAny() end
  if #ids < max then
    local others = call('LPOP', ready, max - #ids)
    if others then
      if #ids == 0 then ids = others else
        for i = 1, #others do ids[#ids + 1] = others[i] end
      end
    end
  end
end

local envelopes, records = {}, {}
if #ids > 0 then
  local fromParts = 0
  for _, part in ipairs(parts) do fromParts = fromParts + math.min(#part.ids, max - part.first + 1) end
  local rest, kept
  rest, kept, envelopes, records = fitting(ids)
  if #parts > 0 then leaveParts(rest) end
  if rest <= #ids then
    more = true
    putBack(math.max(rest, adopted + fromParts + 1), #ids, ids)
    if rest <= adopted then putBack(rest, adopted, ids) end
  end

  -- Cancelled while they waited: dropped here, since a list cannot lose one from its middle cheaply.
  if ghostly then
    local marks, gone, alive = call('HMGET', ghosts, unpack(ids, 1, rest - 1)), {}, {}
    local isGhost = {}
    for i = 1, rest - 1 do
      if marks[i] then
        gone[#gone + 1] = ids[i]
        isGhost[ids[i]] = true
      end
    end
    if #gone > 0 then
      call('HDEL', ghosts, unpack(gone))
      local theirs, tried = {}, {}
      for i = 1, #kept do
        if not isGhost[kept[i]] then
          alive[#alive + 1], theirs[#theirs + 1] = kept[i], envelopes[i]
          tried[#alive] = records[i]
        end
      end
      kept, envelopes, records = alive, theirs, tried
    end
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
