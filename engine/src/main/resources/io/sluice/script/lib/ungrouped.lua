-- Takes the next tasks of a queue in which no task has a group or is set aside, and no ghost is: of priorities
-- above most, then of `ready`, which has no token now, then the others.
--
-- KEYS  ready
-- USES  spot levels outoflevels ready fitting
-- NAMES takeUngrouped

-- Answers ids, as far as they fit into so many bytes, whether there may be more, their envelopes, and by their
-- ids the spots of those that have one.
local function takeUngrouped(max, bytes)
  local all, spots, leaving, n = {}, {}, {}, 0
  local function add(ids, theirs)
    for i = 1, math.min(#ids, max - n) do
      n = n + 1
      all[n] = ids[i]
      if theirs then spots[ids[i]] = theirs[i] end
    end
  end

  add(readLevels('0', PLAIN_URGENCY, max))
  local high = n
  if n < max then add(call('LPOP', ready, max - n) or {}) end
  local low = n
  if n < max then add(readLevels(PLAIN_URGENCY, BEHIND_LAST, max - n)) end
  local rest, kept, envelopes = fitting(all, bytes, false)
  returnReady(all, math.max(rest, high + 1), low)
  for i = 1, rest - 1 do
    if i <= high or i > low then leaving[#leaving + 1] = all[i] end
  end
  leaveLevels(leaving)
  return kept, rest <= n or n == max, envelopes, spots
end
