-- Takes tasks in that were admitted elsewhere: no bound of this queue refuses them.
--
-- KEYS  tasks scheduled ghosts counters expiries
-- USES  clock after due ready spot lanes place numbers envelope costs wakes
-- NAMES takeIn

-- items = {{id, envelope, due}...}, due as of enqueue, and behind it '!expiresInMs' where the task expires; '' of an
-- id that nobody can have used, of a task that costs one token, may run now and does not expire. Answers the places of
-- those that are known already. The number of the spot of a laned task is of this call.
local function takeIn(items)
  local plain, laned, spots, away, theirs, off = {}, {}, {}, {}, {}, {}
  local nextNumber, known = newNumbers(), {}
  for i = 1, #items do
    local id, envelope, dueAt = items[i][1], items[i][2], items[i][3]
    -- A ghost is still in a list: the id cannot be in it twice.
    if dueAt ~= '' and (call('HEXISTS', ghosts, id) == 1 or call('HEXISTS', tasks, id) == 1) then
      known[#known + 1] = i
    else
      local due, expiresIn = dueAt:match('^([^!]*)!?(%d*)$')
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
  if #items > #known then call('HINCRBY', counters, 'accepted', #items - #known) end
  return known
end
