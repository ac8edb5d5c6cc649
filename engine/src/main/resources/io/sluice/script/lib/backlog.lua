-- Whether as many tasks wait as may. What is moved to `landing` is about to run and is not counted.
--
-- KEYS  ready scheduled retrying lane
-- USES  aside tokens
-- NAMES isFull backlogOfQueue
local function backlogOfQueue()
  return call('LLEN', ready) - tokensInReady() + sizeOfAside() + call('ZCARD', lane)
    + call('ZCARD', scheduled) + call('ZCARD', retrying)
end

local function isFull(maxBacklog) return backlogOfQueue() >= maxBacklog end
