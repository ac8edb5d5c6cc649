-- What wakes a worker when only laned tasks wait: an entry of `ready` that is no task, and is its first.
--
-- KEYS  ready
-- NAMES TOKEN tokensInReady dropToken
local TOKEN = '*'

local function tokensInReady() return call('LINDEX', ready, 0) == TOKEN and 1 or 0 end

local function dropToken()
  if tokensInReady() == 1 then call('LPOP', ready) end
end
