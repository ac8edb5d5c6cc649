-- Gives dead tasks a new life.
--
-- KEYS  dead attempts counters
-- USES  failures since unique holding place lanes moved wakes
-- NAMES takesKeyAgain revive

-- A key that was held until the task had ended is held again; one that was held for a time counts from
-- the enqueue only. Answers who holds the key by now, if another does: then the task has to stay dead.
local function takesKeyAgain(id, head)
  local holder = head.key and holderOf(head.key)
  if holder and holder.id ~= id then return holder.id end
  if head.key and head.heldFor == 0 then hold(head.key, '0', id, ('%.0f'):format(head.createdAt), '') end
  return nil
end

local function revive(ids, first)
  local before, revived = call('HMGET', attempts, unpack(ids)), {}
  for i = 1, #ids do
    if before[i] then
      revived[#revived + 1] = ids[i]
      revived[#revived + 1] = newLife(before[i])
    end
  end
  call('ZREM', dead, unpack(ids))
  if #revived > 0 then call('HSET', attempts, unpack(revived)) end
  call('HINCRBY', counters, 'redriven', #ids)
  moved(ids, 'dead', 'pending')
  local plain, laned, spots = takePlaces(ids, true)
  readyAgain(plain, first)
  enterLane(laned, spots, first)
  wakeLanes()
end
