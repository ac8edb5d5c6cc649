#!lua flags=allow-oom,no-writes
-- Looks for what keeps a bucket in its partition, a part of the tasks and of the keys in a call: groups with a task that
-- has not ended or for which a schedule enqueues here, ids that callers have given, keys that are held.
--
-- KEYS  tasks results once templates
-- USES  envelope spot
-- ARGV  'tasks', 'once' or 'templates', cursor ('0' = from the first), about how many are looked at
-- Returns {cursor of the next part ('0' = this was the last), (group or id or key) × n}; a text may come several times.
-- Again: read only. What was there all the time between the first part and the last is told.
local what, cursor, count = ARGV[1], ARGV[2], ARGV[3]
local DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
local MADE, FIRST_SECOND, HOUR = '^%w%w%w%w%w%w%w%w%w%w%w%w%w%w$', 1767225600, 3600

-- Whether Sluice made the id: it begins with the second in which its task was made.
local function isMade(id, envelope)
  if id:find('~', 1, true) then return true end
  if not id:match(MADE) then return false end
  local second = 0
  for i = 1, 5 do second = second * #DIGITS + DIGITS:find(id:sub(i, i), 1, true) - 1 end
  local late = second + FIRST_SECOND - math.floor(headOf(envelope).createdAt / 1000)
  return late >= -1 and late <= HOUR
end

local found = call('HSCAN', what == 'tasks' and tasks or what == 'once' and once or templates, cursor, 'COUNT', count)
local answer, entries = {found[1]}, found[2]
for i = 1, #entries, 2 do
  local name = entries[i]
  if what == 'once' then
    answer[#answer + 1] = name
  else
    local envelope = entries[i + 1]
    local spot = spotOf(envelope)
    local group = spot and isNumbered(spot) and groupOf(spot) or ''
    if what == 'templates' then
      if group ~= '' then answer[#answer + 1] = group end
    elseif not isMade(name, envelope) then answer[#answer + 1] = group == '' and name or group
    elseif group ~= '' and call('HEXISTS', results, name) == 0 then answer[#answer + 1] = group end
  end
end
return answer
