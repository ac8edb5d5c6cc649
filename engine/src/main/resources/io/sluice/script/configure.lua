#!lua flags=allow-oom
-- Changes settings of a queue, and the rules of its groups. Scripts read them where they decide, so that
-- they are in force for every worker from this call on. A group that is barred by a rule of before is let
-- go by unbar.
--
-- KEYS  settings groups ready events levels turns
-- USES  after ready wakes
-- ARGV  (name, value) × n; '' = as by default; '+' and a number = that many ms from now, with this
--       length in the fraction; '@' = the rule for groups without one of their own, and no other rules, and
--       then '@group' = the rule of a group
-- Returns 'ok'.
-- Again: the same.
local RULE, OTHERS = '@', ''

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD settings groups ready levels turns

local function set(key, name, value)
  if value == '' then call('HDEL', key, name) else call('HSET', key, name, value) end
end

for i = 1, #ARGV, 2 do
  local name, value = ARGV[i], ARGV[i + 1]
  if name:sub(1, 1) ~= RULE then
    if value:sub(1, 1) == '+' then value = ('%.17g'):format(after(tonumber(value:sub(2)))) end
    set(settings, name, value)
  elseif name == RULE then
    call('DEL', groups)
    set(groups, OTHERS, value)
  else
    set(groups, name:sub(2), value)
  end
end

-- A limit may be higher by now, and a pause may be over.
wakeLanes()
wakeReady()
return 'ok'
