#!lua
-- Takes members of batches in: as enqueue, and each is counted in the part of its batch in the same step. A task whose
-- id is known is not counted.
--
-- KEYS  receipt tasks ready scheduled ghosts expiries counters lane levels place later turns tags barred order costs membership tally judging aside retrying groups settings rates events gathered
-- USES  receipt answered admission take joined spot ready
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), this queue,
--       (batch@home, n, (id, envelope, due) × n) × batches
--       due as of enqueue, and behind it '!expiresInMs' where the task expires; '' of an id that nobody can have used, of a
--       task that costs one token, may run now and does not expire
-- Returns {'ok' | 'replayed', accepted, each that was refused...} | {'full'} or {'late', ms} (nothing was taken) | {'old'};
--       refused = index (1-based, over the whole call) of a duplicate, or index ':batch_sealed' or ':batch_unknown' where the
--       batch takes no members, or index ':full' or ':late ms' where the group takes no more.
-- Again with the same seq: the same answer, no effect.
local seq, own = ARGV[1], ARGV[3]
local FIRST_BATCH, PARTS = 4, 3

local before = answeredBefore(seq)
if before then return before end

local rules = call('HMGET', settings, 'max_backlog', 'max_delay')
local maxBacklog, maxDelay = tonumber(rules[1] or ARGV[2]), tonumber(rules[2] or nil)
local asksGroups = refusesGroups(maxDelay)

-- '' of a task without a group.
local function groupIn(envelope)
  local spot = spotOf(envelope)
  return spot and isNumbered(spot) and groupOf(spot) or ''
end

local function anyGroup()
  for i = FIRST_BATCH, asksGroups and #ARGV or 0 do
    if groupIn(ARGV[i]) ~= '' then return true end
  end
  return false
end

local why, ms = refusedByQueue(maxBacklog, maxDelay and not anyGroup() and maxDelay)
if why then
  keepReceipt(seq, why .. ' ' .. (ms or ''))
  return {why, ms}
end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks ready scheduled ghosts expiries counters rates lane levels place later turns tags barred groups order costs membership tally judging gathered
local PLAIN_TASK = 1 -- what its envelope begins with
local brought, fresh, entries, b = {}, {}, {}, 0 -- plain tasks that need no look, as the commands take them
local items, counts, refusals, index, i = {}, {}, {}, 0, FIRST_BATCH
while i <= #ARGV do
  local n = tonumber(ARGV[i + 1])
  local number, no = openPart(ARGV[i], own)
  local before = b
  for x = i + 2, i + 1 + PARTS * n, PARTS do
    index = index + 1
    local id, envelope, due = ARGV[x], ARGV[x + 1], ARGV[x + 2]
    local isPlain = envelope:byte() == PLAIN_TASK
    local refusal = no or asksGroups and not isPlain and refusedByGroup(groupIn(envelope), maxDelay)
    if refusal then
      refusals[#refusals + 1] = index .. ':' .. refusal
    elseif due == '' and isPlain then
      b = b + 1
      brought[b] = id
      fresh[2 * b - 1], fresh[2 * b] = id, envelope
      entries[2 * b - 1], entries[2 * b] = id, number
    else
      items[#items + 1] = {id, envelope, due, number, index}
    end
  end
  if b > before then
    counts[#counts + 1] = number
    counts[#counts + 1] = b - before
  end
  i = i + 2 + PARTS * n
end

if b > 0 then
  call('HSET', tasks, unpack(fresh))
  call('HINCRBY', counters, 'accepted', b)
  makeReady(brought)
  enter(entries, counts)
end
local known = #items > 0 and takeIn(items) or {}
for k = 1, #known do refusals[#refusals + 1] = items[known[k]][5] end
joinTaken(items, known)
local accepted = b + #items - #known
keepReceipt(seq, accepted .. ',' .. table.concat(refusals, ','))
return {'ok', accepted, unpack(refusals)}
