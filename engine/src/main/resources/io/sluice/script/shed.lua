#!lua flags=allow-oom
-- Drops finished tasks before their retention ends, so that a full Redis takes tasks in. Oldest
-- first; those that have a retention of their own go last, in the order in which they were to go.
-- What waits, runs or is dead stays. Streams that are void go too. How it ended is left for those who wait for it.
--
-- KEYS  succeeded cancelled expired retained results tasks attempts notes awaited ends streams emitted running
-- USES  awaited forget voids
-- ARGV  limit, bytes (of tasks and results, after which it stops)
-- Returns how many tasks and streams were dropped (0 = nothing is left to drop).
-- Again: drops the next ones.
local limit, bytes = tonumber(ARGV[1]), tonumber(ARGV[2])
local lists = {succeeded, cancelled, expired}
local ids, freed = {}, 0

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD succeeded cancelled expired results tasks attempts notes ends retained awaited streams emitted running

-- The oldest of a list, when it finished, and how long its record is.
local function headOf(list)
  local id = call('LINDEX', list, 0)
  local record = id and call('HGET', results, id) or ''
  return id and {list = list, id = id, at = tonumber(record:match('^%d+') or 0), length = #record}
end

local function take(id, length)
  ids[#ids + 1] = id
  freed = freed + length + call('HSTRLEN', tasks, id)
end

local function full() return #ids >= limit or freed >= bytes end

local heads = {}
for i, list in ipairs(lists) do heads[i] = headOf(list) end
while not full() do
  local oldest
  for i = 1, #lists do
    if heads[i] and (not oldest or heads[i].at < heads[oldest].at) then oldest = i end
  end
  if not oldest then break end
  call('LPOP', lists[oldest])
  take(heads[oldest].id, heads[oldest].length)
  heads[oldest] = headOf(lists[oldest])
end

if not full() then
  local own = {}
  for _, id in ipairs(call('ZRANGE', retained, 0, limit - #ids - 1)) do
    if full() then break end
    own[#own + 1] = id
    take(id, call('HSTRLEN', results, id))
  end
  if #own > 0 then call('ZREM', retained, unpack(own)) end
end

if #ids > 0 then
  leaveKeptEnds(ids)
  forgetKept(ids)
end
return #ids + dropVoids()
