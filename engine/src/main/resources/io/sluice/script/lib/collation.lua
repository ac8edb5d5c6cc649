-- The order of texts by their bytes, as sorted sets have it. A comparison in a script follows the locale of
-- the server instead, which may order letters otherwise.
--
-- NAMES comesBefore
local followsBytes = 'B' < 'a' and 'Z' < '_' and '-' < '.' and 'a.b' < 'a-c' == false

local function comesBefore(one, other)
  if followsBytes then return one < other end
  for i = 1, math.min(#one, #other) do
    local x, y = one:byte(i), other:byte(i)
    if x ~= y then return x < y end
  end
  return #one < #other
end
