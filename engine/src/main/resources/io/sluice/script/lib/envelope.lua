-- What an envelope begins with: a version, the creation time as a varint, and the type with its length.
-- Then parts follow, each with a tag and its length, and 0 at their end; the one of a unique key has for
-- how many ms it is held (0 = until the task has ended), and the key; before it, if any, the one of the cost.
--
-- NAMES headOf
local headOf
do
  local UNIQUE, COST = 7, 8

  function headOf(envelope)
    -- A laned task begins with its spot (see spot).
    local at = envelope:byte(1) == 2 and (envelope:byte(2) or 0) + 4 or 2
    local function number()
      local value, shift = 0, 1
      repeat
        local byte = envelope:byte(at)
        if not byte then return value end
        at = at + 1
        value = value + (byte % 128) * shift
        shift = shift * 128
      until byte < 128
      return value
    end
    local head = {createdAt = number()}
    local length = number()
    local stop = math.min(at + length, #envelope + 1)
    head.type = envelope:sub(at, stop - 1)
    at = stop
    while (envelope:byte(at) or 0) ~= 0 do
      local tag = envelope:byte(at)
      at = at + 1
      length = number()
      stop = at + length
      if stop > #envelope then break end
      if tag == COST then head.cost = number() end
      if tag == UNIQUE then
        head.heldFor = number()
        head.key = envelope:sub(at, stop - 1)
        break
      end
      at = stop
    end
    return head
  end
end
