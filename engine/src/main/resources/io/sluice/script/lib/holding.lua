-- Keys of what is to be there once only. A task holds one until a time, or (0) until it has ended:
-- 'until id createdAt fingerprint'; of one for a time 'createdAt+length', in ms. In place of a fingerprint, a
-- unique key has when the burst of calls began that the task is the newest of, if it is of one.
--
-- KEYS  once
-- USES  clock
-- NAMES hold
local function hold(key, forMs, id, createdAt, fingerprint)
  local untilMs, length = '0', ''
  if forMs ~= '0' then untilMs, length = now() + tonumber(forMs), '+' .. forMs end
  call('HSET', once, key, untilMs .. ' ' .. id .. ' ' .. createdAt .. length .. ' ' .. fingerprint)
end
