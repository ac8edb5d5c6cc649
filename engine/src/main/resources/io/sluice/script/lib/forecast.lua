-- In how many ms a task may be expected to start, by the limits of its queue and its group, and by how many
-- ran lately while more waited all the time. Nobody can know it otherwise.
--
-- KEYS  settings rates turns order ready
-- USES  clock rules pace levels tokens
-- NAMES startsIn paceIsMeasured
local startsIn, paceIsMeasured
do
  local RUNS = {'succeeded', 'retried', 'dead'}
  local MOST_WEIGHED = 64 -- groups; the others weigh as these do
  local limit, pace -- of the queue: its rate, and tasks a ms; asked once a call, false = not known
  paceIsMeasured = false
  local weights, weighed = nil, {} -- of the groups that take turns, together; by group: it is one of them

  local function limitOfQueue()
    if limit == nil then
      local tokens, ms, burst = (call('HGET', settings, 'rate') or ''):match('^(%S+) (%S+) (%S+)')
      limit = tokens and {gap = ms / tokens, burst = tonumber(burst)} or false
      if limit then limit.full = fullAt(tonumber(call('HGET', order, 'tat') or 0), limit.gap, limit.burst) end
    end
    return limit
  end

  local function paceOfQueue()
    if pace ~= nil then return pace end
    pace = false
    local seen = call('HMGET', rates, 'at', 'before_at', 'busy', 'before_busy')
    if seen[3] == '1' and seen[4] == '1' and tonumber(seen[1]) > tonumber(seen[2]) then
      local runs = 0
      for _, name in ipairs(RUNS) do
        local count = call('HMGET', rates, name, 'before_' .. name)
        runs = runs + tonumber(count[1] or 0) - tonumber(count[2] or 0)
      end
      paceIsMeasured = runs > 0
      if paceIsMeasured then pace = runs / (seen[1] - seen[2]) end
    end
    return pace
  end

  -- When a bucket has a token for one more than so many.
  local function tokenIn(others, full, gap, burst)
    return math.max(0, full + (others + 1 - burst) * gap - now())
  end

  -- How many tasks of all groups start for one of this group ('' = those without one).
  local function startsForOne(group, rule)
    if not weights then
      local names = call('ZRANGE', turns, 0, MOST_WEIGHED - 1)
      local scale = math.max(1, call('ZCARD', turns) / math.max(1, #names))
      if (call('LLEN', ready) > tokensInReady() or sizeOfLevels() > 0) and not call('ZSCORE', turns, '') then names[#names + 1] = '' end
      weights = 0
      for i, one in ipairs(rulesOf(names)) do
        weights, weighed[names[i]] = weights + scale / one.step, true
      end
    end
    local alsoIts = not weighed[group] and not call('ZSCORE', turns, group)
    return (weights + (alsoIts and 1 / rule.step or 0)) * rule.step
  end

  -- Behind so many others of its group, which has a rule, or of those without a group (''). Full is when the bucket
  -- of the group is; without it, now. It takes so many tokens, without a number one; the others are taken to take one.
  function startsIn(others, group, rule, full, cost)
    local ofQueue, known = limitOfQueue(), paceOfQueue()
    local starts = others > 0 and (ofQueue or known) and others * startsForOne(group, rule) or 0
    local function tokensIn(before, at, gap, burst) return tokenIn(before + math.min(cost or 1, burst) - 1, at, gap, burst) end
    local delay = ofQueue and tokensIn(starts, ofQueue.full, ofQueue.gap, ofQueue.burst)
    if known then delay = math.max(delay or 0, starts / known) end
    if rule.gap then delay = math.max(delay or 0, tokensIn(others, full or now(), rule.gap, rule.burst)) end
    return delay or nil
  end
end
