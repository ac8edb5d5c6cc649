#!lua flags=allow-oom
-- Tells a partition by which generation of the map tasks go to it from now on: enqueues of callers who go by an
-- older one are answered `moved`.
--
-- KEYS  settings
-- ARGV  generation
-- Returns {the generation that it knows now}.
-- Again: the same. A lower generation than the one that it knows changes nothing.
local known = call('HGET', settings, 'map')
if not known or tonumber(known) < tonumber(ARGV[1]) then
  call('HSET', settings, 'map', ARGV[1])
  known = ARGV[1]
end
return {tonumber(known)}
