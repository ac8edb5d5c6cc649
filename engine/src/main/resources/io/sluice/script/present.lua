#!lua flags=allow-oom
-- Keeps what a live session tells of itself, for people who look. Drops what dead ones told, and what
-- was asked of them.
--
-- KEYS  sessions workers
-- ARGV  session, about
-- Returns 1 | 0 (it is not live; nothing is kept).
-- Again: the same.
local session, about = ARGV[1], ARGV[2]
local MANY_DEAD, LOOKED_AT = 16, 100

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local told, live = call('HLEN', workers), call('ZSCORE', sessions, session)
if not live then return 0 end
call('HSET', workers, session, about)

if told > call('ZCARD', sessions) + MANY_DEAD then
  local entries, whose = call('HRANDFIELD', workers, LOOKED_AT), {}
  for i = 1, #entries do whose[i] = entries[i]:match('^[^?]*') end
  local scores, dead = call('ZMSCORE', sessions, unpack(whose)), {}
  for i = 1, #entries do
    if not scores[i] then dead[#dead + 1] = entries[i] end
  end
  if #dead > 0 then call('HDEL', workers, unpack(dead)) end
end
return 1
