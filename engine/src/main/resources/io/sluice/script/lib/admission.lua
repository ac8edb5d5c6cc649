-- Whether a queue, or a group of it, takes one more task.
--
-- KEYS  lane later
-- USES  backlog rules forecast
-- NAMES refusedByQueue refusedByGroup

-- Answers nothing, or 'full', or 'late' and after how many ms it may take tasks again.
local function refusedByQueue(maxBacklog, maxDelay)
  if maxBacklog > 0 and isFull(maxBacklog) then return 'full' end
  local delay = maxDelay and startsIn(backlogOfQueue(), '')
  if delay and delay > maxDelay then return 'late', math.ceil(delay - maxDelay) end
  return nil
end

local seen = {} -- by group: its rule, and how many of its tasks wait

local SPOT_FIRST, BEHIND_GROUP = 2, 15 -- see spot

-- Of a task with this envelope, which counts as taken unless it is refused: nothing, or 'full', or 'late ms'.
local function refusedByGroup(envelope, maxDelay)
  if not (maxDelay or anyRules()) or envelope:byte(1) ~= SPOT_FIRST or not envelope:byte(2) then return nil end
  local group = envelope:sub(3, 2 + envelope:byte(2) - BEHIND_GROUP)
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
