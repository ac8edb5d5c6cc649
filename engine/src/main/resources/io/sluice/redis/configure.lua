#!lua flags=allow-oom
-- Changes settings of a queue. Scripts read them where they decide, so that they are in force for
-- every worker from this call on.
--
-- KEYS  settings
-- ARGV  (name, value) × n; '' = as by default; '+' and a number = that many ms from now, with this
--       length in the fraction
-- Returns 'ok'.
-- Again: the same.

local function now()
  local t = call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- So many ms from now. The length is in the fraction, so that a clock that is set back shows: pull.lua.
local function after(ms)
  return now() + ms + (ms > 0 and ms < 2 ^ 42 and math.ceil(96 * math.log(ms + 1) / math.log(2)) / 4096 or 0)
end

for i = 1, #ARGV, 2 do
  local name, value = ARGV[i], ARGV[i + 1]
  if value:sub(1, 1) == '+' then value = ('%.17g'):format(after(tonumber(value:sub(2)))) end
  if value == '' then call('HDEL', settings, name) else call('HSET', settings, name, value) end
end
return 'ok'
