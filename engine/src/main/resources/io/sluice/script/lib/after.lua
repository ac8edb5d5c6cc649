-- An instant that is a length of time away. The length is in its fraction, so that pull.lua sees when
-- the clock was set back since: length <= 2 ^ (4096 * fraction / 96) ms.
--
-- USES  clock
-- NAMES after
local function after(ms)
  return now() + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end
