-- How many tasks are ready, wherever they are.
--
-- KEYS  ready landing ghosts
-- USES  aside
-- NAMES sizeOfReady
local function sizeOfReady()
  return call('LLEN', ready) + sizeOfAside() + call('LLEN', landing) - call('HLEN', ghosts)
end
