-- Keys of what is to be there once only. A task holds one until a time, or (0) until it has ended:
-- 'until id createdAt fingerprint'; of one for a time 'createdAt+length', in ms.
--
-- KEYS  once
-- USES  clock alive
-- NAMES holderOf hold
local function holderOf(key)
  local held = call('HGET', once, key)
  if not held then return nil end
  local untilMs, id, createdAt, fingerprint = held:match('^(%d+) (%S+) (%d+)%+?%d* (.*)$')
  if untilMs == '0' and not isAlive(id) then return nil end
  if untilMs ~= '0' and tonumber(untilMs) <= now() then return nil end
  return {id = id, createdAt = createdAt, fingerprint = fingerprint}
end

local function hold(key, forMs, id, createdAt, fingerprint)
  local untilMs, length = '0', ''
  if forMs ~= '0' then untilMs, length = now() + tonumber(forMs), '+' .. forMs end
  call('HSET', once, key, untilMs .. ' ' .. id .. ' ' .. createdAt .. length .. ' ' .. fingerprint)
end
