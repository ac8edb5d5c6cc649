-- Whether the task of an id is to run, or runs.
--
-- KEYS  tasks results dead
-- NAMES isAlive
local function isAlive(id)
  return call('HEXISTS', tasks, id) == 1 and call('HEXISTS', results, id) == 0 and not call('ZSCORE', dead, id)
end
