-- The time of Redis in ms: asked once a call, and only when it is needed.
--
-- NAMES now

-- INLINE timeOfOne
local time = call('TIME')
local at = time[1] * 1000 + math.floor(time[2] / 1000)

local askedAt
local function now()
  if not askedAt then
    local t = call('TIME')
    askedAt = t[1] * 1000 + math.floor(t[2] / 1000)
  end
  return askedAt
end
