-- Finds what damage left waiting behind a run that is over.
--
-- KEYS  scheduled running behind
-- USES  behind
-- NAMES isStuck
local function isStuck(id)
  if tonumber(call('ZSCORE', scheduled, id) or 0) ~= BEHIND_ALL then return false end
  local runs = aheadOf(id)
  return not runs or call('HGET', behind, '<' .. runs) ~= id or call('HEXISTS', running, runs) == 0
end
