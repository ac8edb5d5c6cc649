-- Finds who holds a key of what is to be there once only (see holding).
--
-- KEYS  once
-- USES  clock alive
-- NAMES holderOf
local function holderOf(key)
  local held = call('HGET', once, key)
  if not held then return nil end
  local untilMs, id, createdAt, fingerprint = held:match('^(%d+) (%S+) (%d+)%+?%d* (.*)$')
  if untilMs == '0' and not isAlive(id) then return nil end
  if untilMs ~= '0' and tonumber(untilMs) <= now() then return nil end
  return {id = id, createdAt = createdAt, fingerprint = fingerprint}
end
