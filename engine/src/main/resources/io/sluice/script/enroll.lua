#!lua
-- Takes members of batches in: as enqueue, and each is counted in the part of its batch in the same step. A task whose
-- id is known is not counted.
--
-- KEYS  receipt tasks ready scheduled ghosts expiries counters lane levels place later turns tags barred order costs membership tally judging aside retrying groups settings rates events
-- USES  receipt answered admission take joined spot
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
-- GUARD tasks ready scheduled ghosts expiries counters rates lane levels place later turns tags barred groups order costs membership tally judging
local items, refusals, index, i = {}, {}, 0, FIRST_BATCH
while i <= #ARGV do
  local n = tonumber(ARGV[i + 1])
  local number, no = openPart(ARGV[i], own)
  for x = i + 2, i + 1 + PARTS * n, PARTS do
    index = index + 1
    local refusal = no or asksGroups and refusedByGroup(groupIn(ARGV[x + 1]), maxDelay)
    if refusal then
      refusals[#refusals + 1] = index .. ':' .. refusal
    else
      items[#items + 1] = {ARGV[x], ARGV[x + 1], ARGV[x + 2], number, index}
    end
  end
  i = i + 2 + PARTS * n
end

local known = takeIn(items)
for k = 1, #known do
  refusals[#refusals + 1] = items[known[k]][5]
  items[known[k]] = false
end
local joining, inTurn = {}, {}
for k = 1, #items do
  local item = items[k]
  if item then
    local number = item[4]
    if not joining[number] then
      joining[number] = {}
      inTurn[#inTurn + 1] = number
    end
    table.insert(joining[number], item[1])
  end
end
for k = 1, #inTurn do join(inTurn[k], joining[inTurn[k]]) end
keepReceipt(seq, #items - #known .. ',' .. table.concat(refusals, ','))
return {'ok', #items - #known, unpack(refusals)}
