-- Takes tasks out of the hands of who runs them. All that leaves `running` leaves it through here, and
-- with it goes a cancel that was asked. What waits behind these tasks is to follow them (see follow), before
-- the script ends; a laned task also gives its slot back (see slots).
--
-- KEYS  running cancels
-- USES  followed
-- NAMES leaveRunning anyCancels runsLeft

-- INLINE leaveOne
-- The task `id`, of which no cancel was asked and behind which nothing waits.
call('HDEL', running, id)

local anyCancels = true -- set to false by who has seen that there are none
local runsLeft = {} -- as far as something waits behind any task

local function leaveRunning(ids)
  call('HDEL', running, unpack(ids))
  if anyCancels then call('HDEL', cancels, unpack(ids)) end
  if anyBehind() then
    for i = 1, #ids do runsLeft[#runsLeft + 1] = ids[i] end
  end
end
