-- Whether as many tasks wait as may. What is moved to `landing` is about to run and is not counted.
--
-- KEYS  ready scheduled retrying lane
-- USES  aside levels tokens
-- NAMES isFull backlogOfQueue
local function backlogOfQueue()
  return call('LLEN', ready) - tokensInReady() + sizeOfAside() + call('ZCARD', lane) + sizeOfLevels()
    + call('ZCARD', scheduled) + call('ZCARD', retrying)
end

local function isFull(maxBacklog) return backlogOfQueue() >= maxBacklog end
