-- Takes tasks out of the hands of who runs them. All that leaves `running` leaves it through here, and
-- with it goes a cancel that was asked.
--
-- KEYS  running cancels
-- NAMES leaveRunning anyCancels
local anyCancels = true -- set to false by who has seen that there are none

local function leaveRunning(ids)
  call('HDEL', running, unpack(ids))
  if anyCancels then call('HDEL', cancels, unpack(ids)) end
end
