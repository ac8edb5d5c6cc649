-- How many tasks are ready, wherever they are.
--
-- KEYS  ready landing ghosts lane
-- USES  aside levels tokens
-- NAMES sizeOfReady

-- What is in `landing` was moved there by a worker that is about to claim; so it is short.
local function tokensInLanding()
  return call('LLEN', landing) > 0 and #call('LPOS', landing, TOKEN, 'COUNT', 0) or 0
end

local function sizeOfReady()
  return call('LLEN', ready) + sizeOfAside() + call('LLEN', landing) + call('ZCARD', lane) + sizeOfLevels()
    - call('HLEN', ghosts) - tokensInReady() - tokensInLanding()
end
