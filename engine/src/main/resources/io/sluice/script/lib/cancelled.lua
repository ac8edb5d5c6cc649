-- Ends tasks as cancelled that do not run.
--
-- KEYS  cancelled
-- USES  clock finish
-- NAMES endCancelled
local function endCancelled(ids, cap)
  local records = {}
  for i = 1, #ids do
    records[2 * i - 1] = ids[i]
    records[2 * i] = now() .. ' C '
  end
  finish('cancelled', cancelled, ids, records, cap)
end
