-- How the end of a run is kept: 'at letter start result'.
--
-- USES  clock
-- NAMES endRecord

-- The token knows when its run has begun. A token that is none is refused where it is compared, and must not
-- fail the others of its call here.
local function endRecord(letter, token, result)
  return now() .. ' ' .. letter .. ' ' .. (token:match('%d+$') or 0) .. ' ' .. result
end
