#!lua flags=allow-oom,no-writes
-- Lists the groups with the largest backlog. Of many groups a random part of what waits is looked at: a
-- group is the more likely there, the more of its tasks wait.
--
-- KEYS  lane levels turns barred inflight groups ready aside landing ghosts running
-- USES  rules waiting
-- ARGV  limit
-- Returns {group ('' = without one), ready, running, share of the starts, until when it is barred ('' = it is not,
--       'inf' = at its cap), ...}, the largest first.
-- Again: read only.
local limit = tonumber(ARGV[1])
local MOST_LOOKED_AT = 128

local names, seen = {}, {}
local function look(name)
  if not seen[name] and #names < MOST_LOOKED_AT then
    seen[name] = true
    names[#names + 1] = name
  end
end

if call('ZCARD', turns) + call('ZCARD', barred) + call('HLEN', inflight) <= MOST_LOOKED_AT then
  for _, name in ipairs(call('ZRANGE', turns, 0, -1)) do look(name) end
  for _, name in ipairs(call('ZRANGE', barred, 0, -1)) do look(name) end
  for _, name in ipairs(call('HKEYS', inflight)) do look(name) end
else
  for _, member in ipairs(call('ZRANDMEMBER', lane, MOST_LOOKED_AT)) do look(member:match('^[^%z]*')) end
end
-- Of those without a group nobody counts how many run.
local ungrouped = call('HLEN', running)
for _, count in ipairs(call('HLEN', inflight) <= MOST_LOOKED_AT and call('HVALS', inflight) or {}) do ungrouped = ungrouped - count end
local plain = sizeOfReady() - call('ZCARD', lane)
if plain > 0 or ungrouped > 0 then look('') end

local rules, weights, all = rulesOf(names), 0, {}
for i = 1, #names do
  local name = names[i]
  local one = {
    name = name,
    place = i,
    ready = call('ZLEXCOUNT', lane, '[' .. name .. '\0', '(' .. name .. '\1') + (name == '' and plain or 0),
    running = name == '' and ungrouped or tonumber(call('HGET', inflight, name) or 0),
    weight = 1 / rules[i].step,
    barred = call('ZSCORE', barred, name) or '',
  }
  one.mayRun = one.ready > 0 and one.barred == ''
  if one.mayRun then weights = weights + one.weight end
  all[i] = one
end
-- Those that were not looked at weigh as these do.
local others = math.max(0, call('ZCARD', turns) - #names)
if #names > 0 and others > 0 then weights = weights * (1 + others / #names) end

table.sort(all, function(one, other)
  return one.ready > other.ready or one.ready == other.ready and one.place < other.place
end)
local reply = {}
for i = 1, math.min(limit, #all) do
  local one = all[i]
  if one.ready + one.running > 0 or one.barred ~= '' then
    reply[#reply + 1] = one.name
    reply[#reply + 1] = one.ready
    reply[#reply + 1] = one.running
    reply[#reply + 1] = ('%.17g'):format(one.mayRun and one.weight / weights or 0)
    reply[#reply + 1] = one.barred
  end
end
return reply
