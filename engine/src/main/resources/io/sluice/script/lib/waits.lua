-- Takes a task out of where it waits. A list cannot lose one from its middle cheaply: a ghost stays, which
-- the claim that meets it drops.
--
-- KEYS  tasks scheduled retrying dead ghosts lane
-- USES  behind spot lanes place costs wakes
-- NAMES leavePlace leaveGhost CANCELLED_GHOST OTHER_GHOST MOVED_GHOST
local CANCELLED_GHOST, OTHER_GHOST = 1, 0
local MOVED_GHOST = 2 -- of a task that waits in the lane by now

local function leaveGhost(id, ghost) call('HSET', ghosts, id, ghost) end

-- Of a task that is ready.
local function leaveReady(id, ghost)
  local spot = call('EXISTS', lane) == 1 and spotOf(call('HGET', tasks, id))
  if not spot or not leaveLane(id, spot) then return leaveGhost(id, ghost) end
  if anyCosts() then wakeLanes() end -- the next of its group may take fewer tokens
end

-- Answers the ids of plain ones, of laned ones, and their spots, of what was put off or dead: as takePlaces.
local function leavePlace(id, state, ghost)
  if state == 'ready' then return leaveReady(id, ghost) end
  call('ZREM', state == 'scheduled' and scheduled or state == 'retrying' and retrying or dead, id)
  if state == 'scheduled' then leaveBehind({id}) end
  return takePlaces({id}, state == 'dead')
end
