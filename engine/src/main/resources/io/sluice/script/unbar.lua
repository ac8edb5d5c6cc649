#!lua flags=allow-oom
-- Lets groups go that are barred by their rule, a part of them at a time: it may be another rule by now, and
-- the next claim bars them again if it is not. Throttled ones stay.
--
-- KEYS  barred turns tags lane levels order ready retrying events costs
-- USES  bars wakes
-- ARGV  cursor ('0' = begin), count
-- Returns {next cursor ('0' = done)}.
-- Again: the same.
local cursor, count = ARGV[1], ARGV[2]

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD turns tags lane levels order ready retrying costs

local scan = call('ZSCAN', barred, cursor, 'COUNT', count)
local free = {}
for i = 1, #scan[2], 2 do
  local at = scan[2][i + 1]
  if at == 'inf' or tonumber(at) % 1 == 0 then free[#free + 1] = scan[2][i] end
end
unbar(free)
wakeLanes()
return {scan[1]}
