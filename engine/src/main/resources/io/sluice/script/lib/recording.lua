-- What is recorded of a queue, as it is now: accepted, succeeded, retried, dead; ready and running.
--
-- KEYS  counters running
-- USES  waiting
-- NAMES countsNow
local function countsNow()
  local counts = call('HMGET', counters, 'accepted', 'succeeded', 'retried', 'dead')
  for i = 1, 4 do counts[i] = tonumber(counts[i] or 0) end
  counts[5] = sizeOfReady()
  counts[6] = call('HLEN', running)
  return counts
end
