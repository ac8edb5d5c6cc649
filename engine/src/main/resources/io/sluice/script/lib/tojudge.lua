-- Has the counts of a part judged now, by whoever maintains this queue: its batch may be complete, or have failed.
--
-- KEYS  judging retrying
-- USES  clock
-- NAMES judgeSoon
local hinted = false

-- Told on the channel on which promoters hear of what is due.
local function judgeSoon(entry)
  call('ZADD', judging, now(), entry)
  if not hinted and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then redis.pcall('PUBLISH', retrying, 0) end
  hinted = true
end
