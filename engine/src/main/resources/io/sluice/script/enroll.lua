#!lua
-- Takes members of batches in: as enqueue, and each is counted in the part of its batch in the same step. A task whose
-- id is known is not counted.
--
-- KEYS  receipt tasks ready scheduled ghosts expiries counters lane levels place later turns tags barred order costs membership tally judging aside retrying groups settings rates events gathered
-- USES  receipt answered least admission take joined spot ready
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), this queue,
--       (batch@home, fresh, n, (id, envelope) × fresh, (id, envelope, due) × n) × batches
--       fresh = ids that nobody can have used, of tasks without a group and of the default priority that cost one token, may
--       run now and do not expire: not checked; due as of enqueue, and behind it '!expiresInMs' where the task expires; '' of
--       an id that nobody can have used, of a task that costs one token, may run now and does not expire
-- Returns {'ok' | 'replayed', accepted, each that was refused...} | {'full'} or {'late', ms} (nothing was taken) | {'moved'} | {'old'};
--       refused = index (1-based, over the whole call) of a duplicate, or index ':batch_sealed' or ':batch_unknown' where the
--       batch takes no members, or index ':full' or ':late ms' where the group takes no more.
--       Behind 'ok' and 'replayed' a blank and the queue's least durability, if one is set.
-- Again with the same seq: the same answer, no effect.
local seq, own = ARGV[1], ARGV[3]
local FIRST_BATCH, HEAD, FRESH_PARTS, PARTS = 4, 3, 2, 3

local before = withLeast(answeredBefore(seq))
if before then return before end

local rules = call('HMGET', settings, 'max_backlog', 'max_delay', 'durability', 'map')
local map = rules[4]
-- INLINE isMoved
if isMoved then
  keepReceipt(seq, 'moved ')
  return {'moved'}
end
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
local brought, accepted = {}, 0 -- of those that need no look: their part, their first and their last argument
local items, refusals, index, at = {}, {}, 0, FIRST_BATCH
while at <= #ARGV do
  local fresh, n = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local first, firstItem = at + HEAD, at + HEAD + FRESH_PARTS * fresh
  local number, no = openPart(ARGV[at], own)
  at = firstItem + PARTS * n
  if no then
    for i = 1, fresh do refusals[#refusals + 1] = index + i .. ':' .. no end
  elseif fresh > 0 then
    brought[#brought + 1] = {number = number, first = first, last = firstItem - 1}
  end
  index = index + fresh
  for x = firstItem, at - 1, PARTS do
    index = index + 1
    local id, envelope, due = ARGV[x], ARGV[x + 1], ARGV[x + 2]
    local refusal = no or asksGroups and refusedByGroup(groupIn(envelope), maxDelay)
    if refusal then
      refusals[#refusals + 1] = index .. ':' .. refusal
    else
      items[#items + 1] = {id, envelope, due, number, index}
    end
  end
end

for _, some in ipairs(brought) do
  local ids = {}
  for x = some.first, some.last, FRESH_PARTS do ids[#ids + 1] = ARGV[x] end
  call('HSET', tasks, unpack(ARGV, some.first, some.last))
  call('HINCRBY', counters, 'accepted', #ids)
  makeReady(ids)
  enter(some.number, ids)
  accepted = accepted + #ids
end
local known = #items > 0 and takeIn(items) or {}
for k = 1, #known do refusals[#refusals + 1] = items[known[k]][5] end
joinTaken(items, known)
accepted = accepted + #items - #known
keepReceipt(seq, accepted .. ',' .. table.concat(refusals, ','))
return withLeast({'ok', accepted, unpack(refusals)}, rules[3])
