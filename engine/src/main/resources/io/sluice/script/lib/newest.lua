-- Of what is to run as the newest with its key: 'keep_last', or 'debounce quiet most', which is put off for a
-- quiet time by each call of a burst, at most until so long after the first of them (0 = without end).
--
-- USES  clock
-- NAMES isNewest burstOf quietOf
local isNewest, burstOf, quietOf
do
  local DEBOUNCE = '^debounce (%d+) (%d+)$'

  function isNewest(onConflict)
    return onConflict == 'keep_last' or onConflict:find(DEBOUNCE) ~= nil
  end

  -- When the burst of a task began, of what is kept of it; nil when it is of none.
  function burstOf(kept) return kept and kept:find('^%d') and tonumber(kept) or nil end

  -- For how long it is put off, and when its burst began, if that is known; nil and '' when it is no burst.
  function quietOf(onConflict, burst)
    local quiet, most = onConflict:match(DEBOUNCE)
    if not quiet then return nil, '' end
    -- Begun after now: the clock was set back.
    local first = math.min(burst or now(), now())
    local left = most == '0' and math.huge or first + tonumber(most) - now()
    return math.max(0, math.min(tonumber(quiet), left)), ('%.0f'):format(first)
  end
end
