#!lua flags=allow-oom
-- Records in rings of steps what a queue did since it was recorded last, whoever does so, and the latencies that the
-- caller has measured. Writes nothing of a queue that does nothing, and none of what it writes outlives a day
-- without more. O(1): three places of a bounded hash.
--
-- KEYS  counters running ready landing ghosts lane aside levels sessions rates history
-- USES  clock recording rings
-- ARGV  waits, runs (as lib/rings.lua keeps them; '' = none)
-- Returns {ms of the second that goes on, ms since something was recorded before (-1 = never), live sessions,
--       what is new: accepted, succeeded, retried, dead; ready, running}.
-- Again: records what is new since, and the latencies again.
local waits, runs = ARGV[1], ARGV[2]
-- Who maintains a queue remembers its ledger more often.
local LOOKED_MS = 30000

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD history sessions

local counts = countsNow()
local known = call('HMGET', rates, 'recorded_at', 'recorded', 'at', 'before_at', 'before_accepted', 'before_succeeded', 'before_retried', 'before_dead')
local before = {}
for word in (known[2] or ''):gmatch('%S+') do before[#before + 1] = tonumber(word) end
-- Recorded for the first time: all is new, but what was counted long ago, by a version that recorded nothing.
local isOld = known[3] ~= known[4]
for i = 1, 4 do before[i] = before[i] or isOld and tonumber(known[4 + i]) or 0 end

local stand, ago = table.concat(counts, ' '), -1
local new = {}
-- Less than before: the queue was deleted meanwhile.
for i = 1, 4 do new[i] = math.max(0, counts[i] - before[i]) end
local changed = stand ~= known[2] and (known[2] or counts[1] > 0)
if known[1] then ago = math.max(0, now() - tonumber(known[1])) end

if changed or waits ~= '' or runs ~= '' then
  -- When somebody looked last, before this.
  local looked = tonumber(known[3] or now())
  if now() - looked < LOOKED_MS then looked = tonumber(known[4] or looked) end
  local over = now() - math.max(looked, tonumber(known[1] or 0))
  addToRings(history, new, {counts[5], counts[6]}, over > LOOKED_MS and over or 0, waits, runs)
  call('HSET', rates, 'recorded_at', now(), 'recorded', stand)
end
return {now() % 1000, ago, call('ZCOUNT', sessions, now(), '+inf'), new[1], new[2], new[3], new[4], counts[5], counts[6]}
