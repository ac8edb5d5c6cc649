-- Wakes workers for tasks that are not in `ready`: while some of these may run, `ready` is not empty, since a
-- token there wakes a worker.
--
-- KEYS  turns levels ready
-- USES  ready told tokens
-- NAMES arrive keepToken wakeLanes
local arrived = false

-- These are ready from now on.
local function arrive(ids)
  tell('ready', ids)
  arrived = true
end

-- Answers whether a token is there that was not.
local function keepToken()
  if call('EXISTS', turns, levels) == 0 or call('LLEN', ready) > 0 then return false end
  putReady({TOKEN})
  return true
end

-- To be called last by what may have given a group its turn, or emptied `ready`. Who rests for a word of what
-- it may take hears of what came, also where others have left what was there.
local function wakeLanes()
  if keepToken() or arrived and call('LLEN', ready) == tokensInReady() then wakeReady() end
end
