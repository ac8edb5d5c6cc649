-- Ready tasks without a group, of another priority than most: parts 'urgency order id id...' as they came, so
-- that they lie in the order in which they are to run; and behind them, of another letter, how many ids.
--
-- KEYS  levels
-- NAMES LEVELS_COUNT BEHIND_LAST sizeOfLevels countLevels
local LEVELS_COUNT, BEHIND_LAST = '\255', ':' -- the letter behind '9', of urgencies

local function sizeOfLevels() return tonumber(call('ZSCORE', levels, LEVELS_COUNT) or 0) end

-- After so many ids have come, or gone.
local function countLevels(change)
  local size = sizeOfLevels() + change
  if size > 0 then call('ZADD', levels, size, LEVELS_COUNT) else call('DEL', levels) end
end
