-- Whether a queue, or a group of it, takes one more task.
--
-- KEYS  lane later ready
-- USES  backlog rules forecast aside levels tokens
-- NAMES refusedByQueue refusesGroups refusedByGroup lateWithoutGroup

-- Of a task without a group: after how many ms the queue may take it; nothing when it takes it now.
local function lateWithoutGroup(maxDelay)
  local others = call('LLEN', ready) - tokensInReady() + sizeOfAside() + sizeOfLevels() + call('ZLEXCOUNT', lane, '[\0', '(\1')
  local delay = startsIn(others, '', rulesOf({''})[1])
  return delay and delay > maxDelay and math.ceil(delay - maxDelay) or nil
end

-- Answers nothing, or 'full', or 'late' and after how many ms it may take tasks without a group again.
local function refusedByQueue(maxBacklog, maxDelay)
  if maxBacklog > 0 and isFull(maxBacklog) then return 'full' end
  local ms = maxDelay and lateWithoutGroup(maxDelay)
  if ms then return 'late', ms end
  return nil
end

local seen = {} -- by group: its rule, and how many of its tasks wait

-- Whether a group can be refused at all.
local function refusesGroups(maxDelay) return maxDelay or anyRules() end

-- Of a task of this group, which counts as taken unless it is refused: nothing, or 'full', or 'late ms'.
local function refusedByGroup(group, maxDelay)
  if group == '' then return nil end
  local one = seen[group]
  if not one then
    one = {rule = rulesOf({group})[1]}
    if one.rule.backlog > 0 or maxDelay then
      one.ready = call('ZLEXCOUNT', lane, '[' .. group .. '\0', '(' .. group .. '\1')
      one.waits = one.ready + tonumber(call('HGET', later, group) or 0)
    end
    seen[group] = one
  end
  if not one.waits then return nil end
  if one.rule.backlog > 0 and one.waits >= one.rule.backlog then return 'full' end
  local delay = maxDelay and startsIn(one.ready, group, one.rule)
  if delay and delay > maxDelay then return 'late ' .. math.ceil(delay - maxDelay) end
  one.ready, one.waits = one.ready + 1, one.waits + 1
  return nil
end
