-- Numbers the calls that bring laned tasks: each higher than the one before, and no lower than the time.
--
-- KEYS  order
-- USES  clock
-- NAMES newNumbers numberSince
local newNumbers, numberSince
do
  local CALLS_IN_A_MS, MOST_OF_A_CALL = 64, 256

  -- As if it had come then, the first of its call. Others may have the same number: ids tell them apart.
  function numberSince(ms) return ('%012x'):format(ms * CALLS_IN_A_MS) .. '\0' end

  -- Gives the last part of spots: the number of the call, and the place in it.
  function newNumbers()
    local number, text, used = nil, nil, MOST_OF_A_CALL
    return function()
      if used == MOST_OF_A_CALL then
        number = math.max((number or tonumber(call('HGET', order, 'seq') or 0)) + 1, now() * CALLS_IN_A_MS)
        call('HSET', order, 'seq', number)
        text, used = ('%012x'):format(number), 0
      end
      used = used + 1
      return text .. string.char(used - 1)
    end
  end
end
