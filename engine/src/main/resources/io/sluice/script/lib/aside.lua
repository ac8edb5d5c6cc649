-- What is ready and was set aside by type (see claim): parts 'type order id id...', and behind them, of
-- another letter than names have, how many ids.
--
-- KEYS  aside
-- NAMES ASIDE_COUNT sizeOfAside countAside idsOf
local ASIDE_COUNT = '\255'
local asideSize -- asked once a call

local function sizeOfAside()
  asideSize = asideSize or tonumber(call('ZSCORE', aside, ASIDE_COUNT) or 0)
  return asideSize
end

-- After so many ids have come, or gone.
local function countAside(change)
  asideSize = sizeOfAside() + change
  if asideSize > 0 then call('ZADD', aside, asideSize, ASIDE_COUNT) else call('DEL', aside) end
end

-- Of the count, none.
local function idsOf(part)
  local ids = {}
  for id in (part:match('^%S* %d+ (.*)$') or ''):gmatch('%S+') do ids[#ids + 1] = id end
  return ids
end
