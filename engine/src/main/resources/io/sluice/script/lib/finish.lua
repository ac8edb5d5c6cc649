-- Ends tasks as the retention of their queue says: kept in a list, or forgotten at once.
--
-- USES  ends forget awaited
-- NAMES finish

-- Answers how many are in the list.
local function finish(state, list, ids, records, cap)
  if cap > 0 then return endKept(state, list, ids, records) end
  ended(state, ids)
  leaveEnds('finished', ids, function(i) return records[2 * i] end)
  forget(ids)
  return 0
end
