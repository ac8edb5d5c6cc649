-- What of a list of finished tasks is over the cap of its queue. A bounded number a call: a cap that was
-- lowered far is reached over many calls.
--
-- NAMES takeOver
local MOST_TAKEN = 512

-- The oldest of so many that are too many leave the list; answers their ids.
local function takeOver(list, over) return call('LPOP', list, math.min(over, MOST_TAKEN)) end
