-- Where an id is, is the state of its task.
--
-- KEYS  tasks running results ghosts scheduled retrying dead
-- NAMES placeOf stateOf

-- Of a task that is there: its state, and the token of its run, its record or its time.
local function placeOf(id)
  local token = call('HGET', running, id)
  if token then return 'running', token:match('^[^ ]*') end
  local record = call('HGET', results, id)
  if record then return 'finished', record end
  local ghost = call('HGET', ghosts, id)
  if ghost and ghost ~= '2' then return 'cancelled', '' end
  local at = call('ZSCORE', scheduled, id)
  if at then return 'scheduled', at end
  at = call('ZSCORE', retrying, id)
  if at then return 'retrying', at end
  at = call('ZSCORE', dead, id)
  if at then return 'dead', at end
  return 'ready', ''
end

local function stateOf(id)
  if call('HEXISTS', tasks, id) == 0 then return 'unknown', '' end
  return placeOf(id)
end
