#!lua flags=allow-oom,no-writes
-- Tells why a task waits: where it stands, and what holds it.
--
-- KEYS  tasks running results ghosts scheduled retrying dead lane levels turns barred inflight paces groups order ready aside sessions workers settings rates behind costs lines
-- USES  clock state behind spot rules pace forecast envelope tokens unsent outoflevels
-- ARGV  id
-- Returns {state, when its turn is expected in ms or '', code, detail, until when in ms or '', ...}, what holds it most
--       first; code = paused | queue_limit | rate | admission | group_limit | unique_key | delay | no_worker | position. With the state 'unknown'
--       nothing else.
-- Again: read only.
local id = ARGV[1]
local MOST_LOOKED_AT, MOST_WORKERS = 10000, 1000
local TYPES = '\n(.+)$' -- of what a session tells; without them it runs any

local state, detail = stateOf(id)
local letter = state == 'finished' and detail:match('^%d+ ([SCE])')
if letter then state = ({S = 'succeeded', C = 'cancelled', E = 'expired'})[letter] end
if state ~= 'ready' and state ~= 'scheduled' and state ~= 'retrying' then return {state, ''} end

local envelope = call('HGET', tasks, id)
local spot = spotOf(envelope)
local group = spot and groupOf(spot) or ''
local rules = call('HMGET', settings, 'paused', 'paused_until', 'max_concurrency', 'rate')
local cost = tonumber(call('HGET', costs, id) or 1)
local reasons, startsAt, knows, freesSlots, hasWorker = {}, now(), true, false, true

local function because(code, text, at)
  reasons[#reasons + 1] = code
  reasons[#reasons + 1] = text
  reasons[#reasons + 1] = at and ('%.0f'):format(math.ceil(at)) or ''
  if at then startsAt = math.max(startsAt, math.ceil(at)) end
end

local function ofCost(needed) return needed > 1 and ('; the task takes %d of its tokens'):format(needed) or '' end

if rules[1] == '1' and (not rules[2] or tonumber(rules[2]) > now()) then
  because('paused', 'the queue is paused', rules[2] and tonumber(rules[2]))
  if not rules[2] then knows = false end
end
local runs, notBefore = state == 'scheduled' and aheadOf(id), tonumber(detail)
if runs then
  because('unique_key', 'task ' .. runs .. ', which has its unique key, runs')
  notBefore = tonumber((behindOf(id)))
  knows = false
end
if state ~= 'ready' and (not runs or notBefore > now()) then
  because('delay', state == 'scheduled' and 'its time has not come' or 'it waits for its next attempt', notBefore)
end

local ran = call('HLEN', running)
if rules[3] and ran >= tonumber(rules[3]) then
  because('queue_limit', ('as many tasks run as the queue allows: %d'):format(rules[3]))
  freesSlots = true
end
if rules[4] then
  local limit, ms, burst = rules[4]:match('^(%S+) (%S+) (%S+)')
  local gap, needed = ms / limit, math.min(cost, tonumber(burst))
  local full = fullAt(tonumber(call('HGET', order, 'tat') or 0), gap, tonumber(burst))
  if tokensAt(full, gap, burst) < needed then
    because('rate', ('the queue is out of its rate of %s in %s ms'):format(limit, ms) .. ofCost(needed), tokensFrom(full, gap, burst, needed))
  end
end

local restMs, why = restForLetters()
if restMs then
  because('admission', why)
  knows = false
end

local rule, fullOfGroup = rulesOf({group})[1], nil
if group ~= '' then
  local bar = call('ZSCORE', barred, group)
  local slots = tonumber(call('HGET', inflight, group) or 0)
  fullOfGroup = rule.gap and fullAt(tonumber(call('ZSCORE', paces, group) or 0), rule.gap, rule.burst)
  if rule.cap > 0 and slots >= rule.cap then
    because('group_limit', ('as many tasks of group %s run as its rule allows: %d'):format(group, rule.cap))
    freesSlots = true
  end
  if bar and bar ~= 'inf' and tonumber(bar) > now() then
    because('rate', tonumber(bar) % 1 == 0 and 'group ' .. group .. ' is out of its rate' or 'group ' .. group .. ' is throttled', tonumber(bar))
  elseif rule.gap then
    local needed = math.min(cost, rule.burst)
    if tokensAt(fullOfGroup, rule.gap, rule.burst) < needed then
      because('rate', 'group ' .. group .. ' is out of its rate' .. ofCost(needed), tokensFrom(fullOfGroup, rule.gap, rule.burst, needed))
    end
  end
end

-- Sessions that live tell the types that they run, or nothing.
local function someoneRuns(type)
  local live = call('ZRANGEBYSCORE', sessions, '(' .. now(), '+inf', 'LIMIT', 0, MOST_WORKERS)
  if #live == 0 then return false end
  local told = call('HMGET', workers, unpack(live))
  for i = 1, #live do
    local types = told[i] and told[i]:match(TYPES)
    if not types or (' ' .. types .. ' '):find(' ' .. type .. ' ', 1, true) then return true end
  end
  return false
end

if not someoneRuns(headOf(envelope).type) then
  because('no_worker', 'no worker that is alive runs tasks of type ' .. headOf(envelope).type)
  hasWorker = false
end

local before
if state == 'ready' and spot and group ~= '' then
  before = call('ZLEXCOUNT', lane, '[' .. group .. '\0', '(' .. spot .. id)
  because('position', ('place %d in group %s; groups that take turns: %d'):format(before + 1, group, call('ZCARD', turns)))
elseif state == 'ready' and spot then
  local urgency, ahead, all = urgencyOf(spot), 0, false
  if isNumbered(spot) then
    ahead, all = aheadInLevels(urgency)
    before = ahead + call('ZLEXCOUNT', lane, '[\0', '(' .. spot .. id)
  else
    ahead, all = aheadInLevels(urgency, id)
    before = ahead + call('ZLEXCOUNT', lane, '[\0', '(\0' .. urgency + 1)
  end
  if urgency > PLAIN_URGENCY then
    before = before + call('LLEN', ready) - tokensInReady() + tonumber(call('ZSCORE', aside, '\255') or 0)
  end
  because('position', (all and 'place %d of the tasks without a group' or 'place %d of the tasks without a group, or later'):format(before + 1))
elseif state == 'ready' then
  local at = call('LPOS', ready, id, 'MAXLEN', MOST_LOOKED_AT)
  local ahead, all = aheadInLevels(PLAIN_URGENCY)
  local first = ahead + call('ZLEXCOUNT', lane, '[\0', '(\0006') + tonumber(call('ZSCORE', aside, '\255') or 0)
  before = first + (at and at - tokensInReady() or call('LLEN', ready) > MOST_LOOKED_AT and MOST_LOOKED_AT or 0)
  because('position', (at and all and 'place %d in the queue' or 'place %d in the queue, or later'):format(before + 1))
end

local delay = before and startsIn(before, group, rule, fullOfGroup or nil, cost)
-- When a slot is free, nobody knows; a measured pace has it in it. Without a worker a limit alone tells the turn.
if freesSlots and not paceIsMeasured then knows = false end
if delay then startsAt = math.max(startsAt, now() + math.ceil(delay)) end
local foreseen = knows and (state ~= 'ready' or delay or before == 0 and hasWorker)
return {state, foreseen and ('%.0f'):format(startsAt) or '', unpack(reasons)}
