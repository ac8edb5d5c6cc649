-- What `running` has of a task: the token of its claim, and of a laned task its spot behind it.
--
-- NAMES isHeldBy
local function isHeldBy(holder, token)
  return holder == token or holder and holder:sub(1, #token + 1) == token .. ' '
end
