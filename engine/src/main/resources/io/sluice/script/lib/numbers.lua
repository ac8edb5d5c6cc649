-- Numbers the calls that bring laned tasks: each higher than the one before, and no lower than the time.
--
-- KEYS  order
-- USES  clock
-- NAMES newSpots
local CALLS_IN_A_MS, MOST_OF_A_CALL, NUMBER = 64, 256, 13

-- Gives spots, one after the other, each from one that lacks its number and place.
local function newSpots()
  local number, text, used
  return function(open)
    if not number or used == MOST_OF_A_CALL then
      number = math.max((number or tonumber(call('HGET', order, 'seq') or 0)) + 1, now() * CALLS_IN_A_MS)
      call('HSET', order, 'seq', number)
      text, used = ('%012x'):format(number), 0
    end
    used = used + 1
    return open:sub(1, -NUMBER - 1) .. text .. string.char(used - 1)
  end
end
