-- Whether anything waits behind a task that runs (see behind). In most queues nothing does.
--
-- KEYS  behind
-- NAMES anyBehind behindAtAll
local behindAtAll -- asked once a call; to be asked before anything is written

local function anyBehind()
  if behindAtAll == nil then behindAtAll = call('HLEN', behind) > 0 end
  return behindAtAll
end
