-- Groups that may not run for a time: until their next token, in whole ms, or while what they need is
-- throttled, with the length in the fraction (see after). The promoter is told when it is to look.
--
-- KEYS  barred turns retrying
-- USES  clock lanes
-- NAMES freeDue barUntil barThrottled unbar
local freeDue, barUntil, barThrottled, unbar
do
  local MOST_FREED = 64

  -- These groups may run again, as far as they have tasks that wait.
  function unbar(names)
    if #names == 0 then return end
    call('ZREM', barred, unpack(names))
    local waiting = {}
    for i = 1, #names do
      if waitsInLane(names[i]) then waiting[#waiting + 1] = names[i] end
    end
    activate(waiting)
  end

  function freeDue()
    if call('EXISTS', barred) == 1 then
      unbar(call('ZRANGEBYSCORE', barred, '-inf', '(' .. now() + 1, 'LIMIT', 0, MOST_FREED))
    end
  end

  local function tellPromoter(at)
    if tonumber(call('ZRANGE', barred, 0, 0, 'WITHSCORES')[2]) >= at
      and call('PUBSUB', 'NUMSUB', retrying)[2] > 0 then
      redis.pcall('PUBLISH', retrying, math.max(0, math.floor(at - now())))
    end
  end

  -- entries = {at or '+inf', group, ...}; the groups have left their turns.
  function barUntil(entries)
    if #entries == 0 then return end
    call('ZADD', barred, unpack(entries))
    local soonest = math.huge
    for i = 1, #entries, 2 do
      if entries[i] ~= '+inf' then soonest = math.min(soonest, entries[i]) end
    end
    if soonest < math.huge then tellPromoter(soonest) end
  end

  -- Not before this time, with a fraction; a later one stays, and no other rule ends it.
  function barThrottled(group, at)
    local before = call('ZSCORE', barred, group)
    if before and before ~= 'inf' and tonumber(before) >= at then
      if before % 1 > 0 then return end
      at = before + at % 1
    end
    local tag = call('ZSCORE', turns, group)
    if tag then passTurns(group, tag) end
    barUntil({at, group})
  end
end
