-- Where this queue stands in the line of each queue that writes to it.
--
-- KEYS  inbox
-- USES  clock
-- NAMES standIn keepStand

-- Epoch, number and stamp of the last letter that was taken of this source.
local function standIn(source)
  local stand = call('HGET', inbox, source)
  if not stand then return 0, 0, '-' end
  local epoch, number, stamp = stand:match('^(%d+) (%d+) (%S+)')
  return tonumber(epoch), tonumber(number), stamp
end

local function keepStand(source, epoch, number, stamp)
  call('HSET', inbox, source, epoch .. ' ' .. number .. ' ' .. stamp .. ' ' .. now())
end
