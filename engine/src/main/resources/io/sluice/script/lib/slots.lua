-- How many tasks of each group run. A group at its cap is barred until one of them has left.
--
-- KEYS  inflight barred
-- USES  spot lanes
-- NAMES takeSlots freeSlots
local takeSlots, freeSlots
do
  -- How many of these are of each group that has a name, and these groups.
  local function countGroups(spots)
    local count, names = {}, {}
    for i = 1, #spots do
      if spots[i]:byte() ~= 0 then
        local group = groupOf(spots[i])
        if not count[group] then names[#names + 1] = group end
        count[group] = (count[group] or 0) + 1
      end
    end
    return count, names
  end

  local function changeBy(sign, count, names)
    local before, set, gone = call('HMGET', inflight, unpack(names)), {}, {}
    for i = 1, #names do
      local after = tonumber(before[i] or 0) + sign * count[names[i]]
      if after > 0 then
        set[#set + 1] = names[i]
        set[#set + 1] = after
      else
        gone[#gone + 1] = names[i]
      end
    end
    if #set > 0 then call('HSET', inflight, unpack(set)) end
    if #gone > 0 then call('HDEL', inflight, unpack(gone)) end
  end

  function takeSlots(spots)
    local count, names = countGroups(spots)
    if #names > 0 then changeBy(1, count, names) end
  end

  -- To be called whenever laned tasks leave `running`.
  function freeSlots(spots)
    local count, names = countGroups(spots)
    if #names == 0 then return end
    changeBy(-1, count, names)
    local bars, free = call('ZMSCORE', barred, unpack(names)), {}
    for i = 1, #names do
      if bars[i] == 'inf' then free[#free + 1] = names[i] end
    end
    if #free > 0 then
      call('ZREM', barred, unpack(free))
      activate(free)
    end
  end
end
