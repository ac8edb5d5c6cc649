#!lua flags=allow-oom
-- Tells which schedules have come to an instant at which they fire, and which may enqueue a fire that
-- they kept.
--
-- KEYS  schedules templates fires fired buffered tasks results dead
-- USES  clock alive
-- ARGV  limit (of each kind)
-- Returns {now, ms until the next one is due that is not told (-1 = none), kept fires,
--       {name, line ('' = lost), due, size of the task in bytes, ...}, {name whose last task ended...}}.
-- Again: what is so then.
local limit = tonumber(ARGV[1])

-- Nothing to do, as in most queues.
if call('EXISTS', fires, buffered) == 0 then return {now(), -1, 0, {}, {}} end

local due, wait, free = {}, -1, {}
local names = call('ZRANGEBYSCORE', fires, 0, now(), 'WITHSCORES', 'LIMIT', 0, limit)
for i = 1, #names, 2 do
  due[#due + 1] = names[i]
  due[#due + 1] = call('HGET', schedules, names[i]) or ''
  due[#due + 1] = names[i + 1]
  due[#due + 1] = call('HSTRLEN', templates, names[i])
end
if #names == 2 * limit then
  wait = 0
else
  local nearest = call('ZRANGEBYSCORE', fires, '(' .. now(), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if #nearest > 0 then wait = tonumber(nearest[2]) - now() end
end

local kept = call('HLEN', buffered)
if kept > 0 then
  -- Some of them at random where they are many: each comes up in the end.
  for _, name in ipairs(call('HRANDFIELD', buffered, limit)) do
    local id = (call('HGET', fired, name) or ''):match('^%S+ (%S+)')
    if not id or not isAlive(id) then free[#free + 1] = name end
  end
end
return {now(), wait, kept, due, free}
