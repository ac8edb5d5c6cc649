#!lua flags=allow-oom
-- Judges the parts whose counts have changed, and looks after the batches whose home this queue is. What a part elsewhere
-- counts is told to its home. A batch whose last member has ended gets its callbacks, in the same step in which that is
-- written down, so once. One call judges what whole calls have left: never between two letters of a packet.
--
-- KEYS  batches membership tally judging outbox lines mail inbox tasks ready scheduled ghosts counters expiries lane levels place later turns tags barred order costs retrying events settings gathered
-- USES  clock homes joined closing owing moved stands letters take tojudge
-- ARGV  this queue, for how long ended batches are kept in ms (the retention of the queue's settings goes before), limit
-- Returns {looked at, ms until there is more to do (-1 = nothing is), batches that this call found complete, and those that were
--       cancelled and have ended, numbers of parts that are being stopped...}.
-- Again: judges what is due then.
local own, keepMs, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local MOST_SILENT_MS, STOP_AGAIN_MS, KEPT_AT_LEAST_MS, DAY_MS = 3600000, 1000, 3600000, 86400000
-- Of a part elsewhere without news: when its home is lost, nobody drops it. An open batch may be open for a year.
local SEALED_DAYS, OPEN_DAYS = 30, 366

-- Nothing to do, as nearly always.
if call('EXISTS', judging) == 0 then return {0, -1, 0, 0} end
local ownKeepMs = tonumber(call('HGET', settings, 'retention_ms') or nil)
if ownKeepMs then keepMs = math.max(ownKeepMs, KEPT_AT_LEAST_MS) end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD gathered batches membership tally judging retrying outbox lines mail inbox tasks ready scheduled ghosts counters expiries lane levels place later turns tags barred order costs
local stopping, toJudge, inTurn, complete, cancelled = {}, {}, {}, 0, 0

local function judgeLater(id)
  if toJudge[id] then return end
  toJudge[id] = true
  inTurn[#inTurn + 1] = id
end

-- The counts are states, not changes: whatever was lost of them before, this one repairs it.
local function report(part, home)
  local _, number, stamp = standIn(home)
  post(home, 'report', ('%s %d %d %d %d %d %s %d %s'):format(part.ref, part.pending, part['succeeded'], part['dead'],
    part['cancelled'], part['expired'], part.marks == '' and '-' or part.marks, number, stamp))
end

local function lookAtPart(number)
  local part = partOf(number)
  call('ZREM', judging, number)
  if not part then return end
  if part.marks:find('d') then return dropPart(part.ref) end
  if call('HEXISTS', tally, '>' .. number) == 1 then
    stopping[#stopping + 1] = number
    call('ZADD', judging, now() + STOP_AGAIN_MS, number) -- if nobody goes on with it
  end
  local id, home = part.ref:match('^(.*)@(.*)$')
  if home == own then return judgeLater(id) end
  report(part, home)
  call('ZADD', judging, now() + DAY_MS * (part.marks:find('s') and SEALED_DAYS or OPEN_DAYS), FORLORN .. number)
end

local function lookAtForlorn(number)
  call('ZREM', judging, FORLORN .. number)
  local part = partOf(number)
  if not part then return end
  if part.pending == 0 then return dropPart(part.ref) end
  call('ZADD', judging, now() + DAY_MS * SEALED_DAYS, FORLORN .. number)
end

local function give(id, kind)
  local text = call('HGET', batches, id .. ' ' .. kind)
  local queue, task, due, at = (text or ''):match('^(%S+) (%S+) (%S+) ()')
  if not queue then return end
  if queue == own then
    takeIn({{task, text:sub(at), due}})
  else
    post(queue, 'task', task .. ' ' .. due .. ' ' .. text:sub(at))
  end
end

-- What all parts together count, and whether those elsewhere have said their last word.
local function sumOf(id)
  local sum, final, theirs = partOf(partNumber(id .. '@' .. own) or ''), true, queuesOf(id)
  if not sum then sum = {pending = 0, ['succeeded'] = 0, ['dead'] = 0, ['cancelled'] = 0, ['expired'] = 0} end
  for i = 1, #theirs do
    local account = accountOf(id, theirs[i])
    final = final and account.final == 1
    for _, state in ipairs({'pending', 'succeeded', 'dead', 'cancelled', 'expired'}) do
      sum[state] = sum[state] + account[state]
    end
  end
  return sum, final
end

-- In its parent a batch is a member that has succeeded, if all of its own have; or was cancelled, if none is dead; or is dead.
local function endInParent(batch, hasSucceeded, hasDead)
  local number = batch.parent ~= '-' and partNumber(batch.parent)
  local part = number and partOf(number)
  if not part or part.pending == 0 then return end
  local to = hasSucceeded and 'succeeded' or batch.stopped > 0 and not hasDead and 'cancelled' or 'dead'
  part.pending, part[to] = part.pending - 1, part[to] + 1
  keepPart(number, part)
  judgeSoon(number)
end

-- Only those that have not ended are kept, however many a parent has.
local function leaveParent(id, parent)
  local field = parent:match('^(.*)@') .. ' children'
  local all, word = ' ' .. (call('HGET', batches, field) or ''), ' ' .. id .. ' '
  local at = all:find(word, 1, true)
  if not at then return end
  local rest = all:sub(2, at) .. all:sub(at + #word)
  if rest == '' then call('HDEL', batches, field) else call('HSET', batches, field, rest) end
end

local function endBatch(id, batch, sum)
  local hasSucceeded = sum['dead'] + sum['cancelled'] + sum['expired'] == 0
  batch.ended = now()
  if batch.stopped > 0 then cancelled = cancelled + 1 else complete = complete + 1 end
  call('HINCRBY', batches, OPEN_BATCHES, -1)
  give(id, 'complete')
  if hasSucceeded then give(id, 'success') end
  endInParent(batch, hasSucceeded, sum['dead'] > 0)
  if batch.parent ~= '-' then leaveParent(id, batch.parent) end
  call('ZADD', judging, now() + keepMs, '@' .. id)
end

local function judge(id)
  local batch = batchOf(id)
  if not batch or batch.ended > 0 then return end
  local sum, final = sumOf(id)
  if sum['dead'] > 0 and batch.failed == 0 then
    batch.failed = now()
    give(id, 'death')
    if batch.policy == 'cancel-rest' then
      stopBatch(id, own, batch)
      sum, final = sumOf(id)
    end
  end
  if batch.sealed > 0 and final and sum.pending == 0 then endBatch(id, batch, sum) end
  keepBatch(id, batch)
end

-- Of a part that it waits for and has not heard of: its last words may have been lost with its server.
local function ask(id, batch)
  local theirs, wait = queuesOf(id), math.min(MOST_SILENT_MS, math.max(SILENT_MS, now() - batch.sealed))
  for i = 1, #theirs do
    local account = accountOf(id, theirs[i])
    if (account.final == 0 or account.pending > 0) and account.news <= now() - SILENT_MS then
      owe(id, theirs[i], closingOf(batch), id)
    end
  end
  call('ZADD', judging, now() + wait, '@' .. id)
end

local function lookAfter(id)
  local batch = batchOf(id)
  if not batch then return call('ZREM', judging, '@' .. id) end
  if batch.ended > 0 then
    if pendingOf(id, own) == 0 then return dropBatch(id, own) end
    return call('ZADD', judging, now() + keepMs, '@' .. id)
  end
  if batch.sealed == 0 and batch.openUntil <= now() then
    sealBatch(id, own, batch)
    keepBatch(id, batch)
    judgeLater(id)
  end
  if batch.sealed == 0 then return call('ZADD', judging, batch.openUntil, '@' .. id) end
  ask(id, batch)
end

local entries = call('ZRANGEBYSCORE', judging, '-inf', now(), 'LIMIT', 0, limit)
for i = 1, #entries do
  local id, forlorn = entries[i]:match('^@(.*)$'), entries[i]:match('^' .. FORLORN .. '(.*)$')
  if id then lookAfter(id) elseif forlorn then lookAtForlorn(forlorn) else lookAtPart(entries[i]) end
end
for i = 1, #inTurn do judge(inTurn[i]) end

local nearest = call('ZRANGE', judging, 0, 0, 'WITHSCORES')
local wait = nearest[2] and math.max(0, math.ceil(nearest[2] - now())) or -1
return {#entries, wait, complete, cancelled, unpack(stopping)}
