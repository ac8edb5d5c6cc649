-- Makes tasks ready. All that comes into `ready` comes through here.
--
-- KEYS  ready events
-- USES  told tokens
-- NAMES putReady returnReady wakeReady makeReady

-- INLINE readyOne
-- The task `id`, behind all others: makeReady of this one.
local waiting, listeners = call('RPUSH', ready, id), call('PUBSUB', 'NUMSUB', events, ready)
if listeners[4] > 0 and (waiting == 1 or waiting == 2 and call('LINDEX', ready, 0) == '*') then
  redis.pcall('PUBLISH', ready, '')
end
if listeners[2] > 0 then
  local time = call('TIME')
  redis.pcall('PUBLISH', events, time[1] * 1000 + math.floor(time[2] / 1000) .. ' @ready ' .. id)
end

-- Behind all others; or, as the next that are taken, before them. Answers whether no task was in the list.
local function putReady(ids, first)
  if first then dropToken() end
  local before = call(first and 'LPUSH' or 'RPUSH', ready, unpack(ids)) - #ids
  return before == 0 or before == 1 and tokensInReady() == 1
end

-- What was taken from the left, of a list from one place to another, goes back as it was.
local function returnReady(ids, from, to)
  local back = {}
  for i = to, from, -1 do back[#back + 1] = ids[i] end
  if #back > 0 then putReady(back, true) end
end

-- Tells, on the channel named like the key, that the list is empty no more. One command asks who
-- listens to this and to events.
local function wakeReady()
  local listeners = call('PUBSUB', 'NUMSUB', events, ready)
  listened = listeners[2] > 0
  if listeners[4] > 0 then redis.pcall('PUBLISH', ready, '') end
end

local function makeReady(ids, first)
  if #ids == 0 then return end
  if putReady(ids, first) then wakeReady() end
  tell('ready', ids)
end
