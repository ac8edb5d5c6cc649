-- In how many ms a task may be expected to start, by the limits of its queue and its group, and by how many
-- ran lately while more waited all the time. Nobody can know it otherwise.
--
-- KEYS  settings rates turns
-- NAMES startsIn paceIsMeasured
local RUNS = {'succeeded', 'retried', 'dead'}
local pace -- tasks a ms; asked once a call, false = not known
local paceIsMeasured = false -- or a limit

local function paceOfQueue()
  if pace ~= nil then return pace end
  local limit, ms = (call('HGET', settings, 'rate') or ''):match('^(%S+) (%S+)')
  pace = limit and limit / ms or false
  local seen = call('HMGET', rates, 'at', 'before_at', 'busy', 'before_busy')
  if seen[3] == '1' and seen[4] == '1' and tonumber(seen[1]) > tonumber(seen[2]) then
    local runs = 0
    for _, name in ipairs(RUNS) do
      local count = call('HMGET', rates, name, 'before_' .. name)
      runs = runs + tonumber(count[1] or 0) - tonumber(count[2] or 0)
    end
    local measured = runs / (seen[1] - seen[2])
    if measured > 0 and (not pace or measured < pace) then
      pace = measured
      paceIsMeasured = true
    end
  end
  return pace
end

-- Behind so many others: of its group, which has a rule, or without a group ('') of its queue. Groups are
-- taken to weigh the same.
local function startsIn(others, group, rule)
  local known = paceOfQueue()
  local inTurn = known and (group == '' and 1 or math.max(1, call('ZCARD', turns))) * others / known or nil
  local inPace = group ~= '' and rule.gap and math.max(0, others - rule.burst) * rule.gap or nil
  return inTurn and inPace and math.max(inTurn, inPace) or inTurn or inPace
end
