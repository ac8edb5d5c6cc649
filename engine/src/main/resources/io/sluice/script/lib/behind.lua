-- What waits behind a task that runs, for the unique key of both: the newest with it. It is in `scheduled`,
-- later than any instant that somebody can name. `behind` ties both: '<' and the id of what runs -> the id of
-- what waits; '>' and the id of what waits -> 'id of what runs, due, length, first, createdAt, key'. Due is when
-- it may begin at the soonest; length is how far away that was when it was set, in ms (0 = an instant that
-- somebody named); first is when its burst of calls began (- = there is none).
--
-- KEYS  behind
-- USES  followed
-- NAMES BEHIND_ALL followersOf behindOf aheadOf waitBehind dueBehind leaveBehind
local BEHIND_ALL = 253402300800000

-- Of each of these what waits behind it; nothing where nothing does.
local function followersOf(ids)
  if #ids == 0 or not anyBehind() then return {} end
  local fields = {}
  for i = 1, #ids do fields[i] = '<' .. ids[i] end
  return call('HMGET', behind, unpack(fields))
end

-- The parts of the record of what waits behind another, from its due on; nil of all else.
local function behindOf(id)
  local record = id and anyBehind() and call('HGET', behind, '>' .. id)
  if not record then return nil end
  return record:match('^%S+ (%d+) (%d+) (%S+) (%d+) (.*)$')
end

-- The id of what it waits behind; nil where it waits behind nothing.
local function aheadOf(id)
  local record = anyBehind() and call('HGET', behind, '>' .. id)
  return record and record:match('^%S+') or nil
end

local function waitBehind(runs, id, due, length, first, createdAt, key)
  behindAtAll = true
  local record = ('%s %.0f %.0f %s %s %s'):format(runs, math.floor(due), length, first == '' and '-' or first, createdAt, key)
  call('HSET', behind, '<' .. runs, id, '>' .. id, record)
end

-- It is to begin at this instant, or as soon after it as it may. Answers whether it waits behind another.
local function dueBehind(id, at)
  local record = anyBehind() and call('HGET', behind, '>' .. id)
  if not record then return false end
  call('HSET', behind, '>' .. id, (record:gsub('^(%S+) %d+ %d+', ('%%1 %.0f 0'):format(at))))
  return true
end

-- They do not wait behind another any more.
local function leaveBehind(ids)
  if not anyBehind() then return end
  for i = 1, #ids do
    local runs = aheadOf(ids[i])
    if runs then call('HDEL', behind, '>' .. ids[i], '<' .. runs) end
  end
end
