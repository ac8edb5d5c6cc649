-- Has what waits behind tasks follow them when they have left their runs. From then on it holds their key.
--
-- KEYS  scheduled
-- USES  clock after followed behind holding due since place lanes
-- NAMES letFollow

-- Asked for when nothing has left, too.
local function letFollow(ids)
  if #ids == 0 or not anyBehind() then return end
  local followers, nowReady, off = followersOf(ids), {}, {}
  for i = 1, #ids do
    local id = followers[i]
    local due, length, first, createdAt, key = behindOf(id)
    if due then
      leaveBehind({id})
      if call('ZREM', scheduled, id) == 1 then
        hold(key, '0', id, createdAt, first == '-' and '' or first)
        local left = tonumber(due) - now()
        if left > 0 then
          -- Further away than it was at first: the clock was set back.
          off[#off + 1] = length == '0' and now() + left or after(math.min(left, tonumber(length)))
          off[#off + 1] = id
        else
          nowReady[#nowReady + 1] = id
        end
      end
    end
  end
  putOff(scheduled, 'scheduled', off)
  local plain, laned, spots = takePlaces(nowReady)
  readyAgain(plain)
  enterLane(laned, spots)
end
