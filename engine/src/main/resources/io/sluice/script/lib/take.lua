-- Takes tasks in that were admitted elsewhere: no bound of this queue refuses them.
--
-- KEYS  tasks scheduled ghosts counters expiries
-- USES  clock after due ready spot lanes place numbers envelope costs wakes
-- NAMES takeIn

-- items = {{id, envelope, due}...}, due as of enqueue, and behind it '!expiresInMs' where the task expires.
-- Answers how many were not known. The number of the
-- spot of a laned task is of this call.
local function takeIn(items)
  local plain, laned, spots, away, theirs, off = {}, {}, {}, {}, {}, {}
  local nextNumber, taken = newNumbers(), 0
  for i = 1, #items do
    local id, envelope, due, expiresIn = items[i][1], items[i][2], items[i][3]:match('^([^!]*)!?(%d*)$')
    -- A ghost is still in a list: the id cannot be in it twice.
    if call('HEXISTS', ghosts, id) == 0 and call('HEXISTS', tasks, id) == 0 then
      taken = taken + 1
      local spot = spotOf(envelope)
      if spot and isNumbered(spot) then
        spot = withNumber(spot, nextNumber())
        envelope = withSpot(spot, withoutSpot(envelope))
      end
      call('HSET', tasks, id, envelope)
      keepCost(id, headOf(envelope).cost)
      if expiresIn ~= '' then call('ZADD', expiries, after(tonumber(expiresIn)), id) end
      local at = due:sub(1, 1) == '@' and tonumber(due:sub(2)) or due ~= '' and after(tonumber(due)) or 0
      if at > now() then
        off[#off + 1], off[#off + 2] = at, id
        if spot then away[#away + 1], theirs[#theirs + 1] = id, spot end
      elseif spot then
        laned[#laned + 1], spots[#spots + 1] = id, spot
      else
        plain[#plain + 1] = id
      end
    end
  end
  keepPlaces(away, theirs)
  putOff(scheduled, 'scheduled', off)
  enterLane(laned, spots)
  makeReady(plain)
  wakeLanes()
  if taken > 0 then call('HINCRBY', counters, 'accepted', taken) end
  return taken
end
