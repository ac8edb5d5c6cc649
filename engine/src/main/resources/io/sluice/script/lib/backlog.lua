-- Whether as many tasks wait as may. What is moved to `landing` is about to run and is not counted.
--
-- KEYS  ready scheduled retrying
-- USES  aside
-- NAMES isFull
local function isFull(maxBacklog)
  return call('LLEN', ready) + sizeOfAside() + call('ZCARD', scheduled) + call('ZCARD', retrying) >= maxBacklog
end
