-- Takes a task out of where it waits. A list cannot lose one from its middle cheaply: a ghost stays, which
-- the claim that meets it drops.
--
-- KEYS  scheduled retrying dead ghosts
-- USES  behind
-- NAMES leavePlace CANCELLED_GHOST OTHER_GHOST
local CANCELLED_GHOST, OTHER_GHOST = 1, 0

local function leavePlace(id, state, ghost)
  if state == 'ready' then call('HSET', ghosts, id, ghost)
  elseif state == 'scheduled' then call('ZREM', scheduled, id) leaveBehind({id})
  elseif state == 'retrying' then call('ZREM', retrying, id)
  else call('ZREM', dead, id) end
end
