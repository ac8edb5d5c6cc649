#!lua flags=allow-oom
-- Changes settings of a queue. Scripts read them where they decide, so that they are in force for
-- every worker from this call on.
--
-- KEYS  settings
-- USES  after
-- ARGV  (name, value) × n; '' = as by default; '+' and a number = that many ms from now, with this
--       length in the fraction
-- Returns 'ok'.
-- Again: the same.

for i = 1, #ARGV, 2 do
  local name, value = ARGV[i], ARGV[i + 1]
  if value:sub(1, 1) == '+' then value = ('%.17g'):format(after(tonumber(value:sub(2)))) end
  if value == '' then call('HDEL', settings, name) else call('HSET', settings, name, value) end
end
return 'ok'
