-- What was counted, in rings of steps: a field of a hash for each place of a ring, written over when the ring comes
-- round again. A place holds 'step enqueued succeeded retried dead backlog running over;waits;runs': which step
-- since 1970 it is of; '-' where nobody told; over how many ms the counts came, where nobody looked meanwhile, else
-- 0; and latencies, as a letter and a digit for each bucket that has any, and how many.
--
-- USES  clock
-- NAMES addToRings placesOf
local RINGS = {{1, 300}, {10, 360}, {60, 1440}} -- seconds of a step, places
local RINGS_KEPT_S = 90000 -- a day and an hour: by then each place is of a step that is over

local function placeIn(ring, step) return ring[1] .. ' ' .. step % ring[2] end

local function sumOfBuckets(one, other)
  if one == '' or other == '' then return one .. other end
  local sums, buckets = {}, {}
  for bucket, count in (one .. other):gmatch('(%a%d)(%d+)') do
    if not sums[bucket] then buckets[#buckets + 1] = bucket end
    sums[bucket] = (sums[bucket] or 0) + count
  end
  table.sort(buckets)
  for i = 1, #buckets do buckets[i] = buckets[i] .. sums[buckets[i]] end
  return table.concat(buckets)
end

-- Counts are added to those of the step that goes on, in each ring; gauges take the place of those before.
local function addToRings(rings, counts, gauges, over, waits, runs)
  local fields, steps, entries = {}, {}, {}
  for i = 1, #RINGS do
    steps[i] = math.floor(now() / (1000 * RINGS[i][1]))
    fields[i] = placeIn(RINGS[i], steps[i])
  end
  local kept = call('HMGET', rings, unpack(fields))
  for i = 1, #RINGS do
    local entry, waited, ran = {steps[i], 0, 0, 0, 0, '-', '-', 0}, '', ''
    local head, waitsThere, runsThere = (kept[i] or ''):match('^([^;]*);([^;]*);(.*)$')
    if head and head:match('^%d+') == tostring(steps[i]) then
      local at = 0
      for word in head:gmatch('%S+') do
        at = at + 1
        entry[at] = word
      end
      waited, ran = waitsThere, runsThere
    end
    for c = 1, #counts do entry[1 + c] = entry[1 + c] + counts[c] end
    for g = 1, #gauges do
      if gauges[g] ~= '-' then entry[5 + g] = gauges[g] end
    end
    if over > tonumber(entry[8]) then entry[8] = over end
    entries[2 * i - 1] = fields[i]
    entries[2 * i] = table.concat(entry, ' ') .. ';' .. sumOfBuckets(waited, waits) .. ';' .. sumOfBuckets(ran, runs)
  end
  call('HSET', rings, unpack(entries))
  call('EXPIRE', rings, RINGS_KEPT_S)
end

-- Those of the newest steps that have something, oldest first.
local function placesOf(rings, number, count)
  local ring, fields, places = RINGS[number], {}, {}
  local newest = math.floor(now() / (1000 * ring[1]))
  for i = 1, math.min(count, ring[2]) do fields[i] = placeIn(ring, newest - math.min(count, ring[2]) + i) end
  local kept = call('HMGET', rings, unpack(fields))
  for i = 1, #fields do
    if kept[i] and tonumber(kept[i]:match('^%d+')) == newest - #fields + i then places[#places + 1] = kept[i] end
  end
  return places
end
