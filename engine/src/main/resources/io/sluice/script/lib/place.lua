-- The spots of laned tasks that are put off or dead, and of each group how many are put off.
--
-- KEYS  place later
-- USES  spot
-- NAMES keepPlaces takePlaces countLater

-- Counts those of each group that has a name.
local function countLater(spots, sign)
  local count, names = {}, {}
  for _, spot in ipairs(spots) do
    local group = groupOf(spot)
    if group ~= '' then
      if not count[group] then names[#names + 1] = group end
      count[group] = (count[group] or 0) + sign
    end
  end
  for _, group in ipairs(names) do
    if call('HINCRBY', later, group, count[group]) <= 0 then call('HDEL', later, group) end
  end
end

local function keepPlaces(ids, spots, areDead)
  if #ids == 0 then return end
  local entries = {}
  for i = 1, #ids do entries[2 * i - 1], entries[2 * i] = ids[i], spots[i] end
  call('HSET', place, unpack(entries))
  if not areDead then countLater(spots, 1) end
end

-- Of these ids the plain ones, and the laned ones with their spots, which are here no more.
local function takePlaces(ids, wereDead)
  if #ids == 0 or call('EXISTS', place) == 0 then return ids, {}, {} end
  local found, plain, laned, spots = call('HMGET', place, unpack(ids)), {}, {}, {}
  for i = 1, #ids do
    if found[i] then
      laned[#laned + 1], spots[#spots + 1] = ids[i], found[i]
    else
      plain[#plain + 1] = ids[i]
    end
  end
  if #laned > 0 then
    call('HDEL', place, unpack(laned))
    if not wereDead then countLater(spots, -1) end
  end
  return plain, laned, spots
end
