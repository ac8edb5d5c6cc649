-- Puts tasks off. All that comes into `scheduled` and `retrying` comes through here.
--
-- KEYS  retrying
-- USES  clock told
-- NAMES putOff

-- due = {at, id, at, id...}. A promoter that sleeps for longer than until the soonest is told in how
-- many ms that is due, on the channel named like the key.
local function putOff(set, state, due)
  if #due == 0 then return end
  call('ZADD', set, unpack(due))
  local soonest, ids = math.huge, {}
  for i = 1, #due, 2 do
    soonest = math.min(soonest, due[i])
    ids[#ids + 1] = due[i + 1]
  end
  if tonumber(call('ZRANGE', set, 0, 0, 'WITHSCORES')[2]) >= soonest
    and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
    redis.pcall('PUBLISH', retrying, math.floor(soonest - now()))
  end
  tell(state, ids)
end
