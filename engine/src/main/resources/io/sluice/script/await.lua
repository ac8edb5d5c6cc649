#!lua flags=allow-oom
-- Looks tasks up for those who wait for their ends, as find does, and keeps in mind for a while that
-- somebody waits. How an awaited task ended is left in `ends` where nothing else of it is kept: by
-- whatever ends or drops it, and for as long as that says. An id may be awaited before its task is
-- there. The answer ends before it becomes too large, as that of find does: what it lacks is not kept
-- in mind either.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes awaited ends settings
-- USES  clock found
-- ARGV  ms for which somebody waits, bytes, id...
-- Returns for each id, from the first on, {state, detail, envelope, attempt record, notes}, as find does; behind these,
--         of one that has ended, how safe its queue wants that to be, where it does.
-- Again: as it is then.
local waitMs, bytes, FIRST_ID = tonumber(ARGV[1]), tonumber(ARGV[2]), 3

-- GUARD awaited
local reply, waiting, level = lookUp(FIRST_ID, bytes), {}, nil
for i = 1, #reply do
  local state = reply[i][1]
  if state ~= 'finished' and state ~= 'dead' and state ~= 'cancelled' then
    waiting[#waiting + 1] = now() + waitMs
    waiting[#waiting + 1] = ARGV[FIRST_ID + i - 1]
  else
    if level == nil then level = call('HGET', settings, 'durability') end
    if level then
      for x = 4, 5 do reply[i][x] = reply[i][x] or false end
      reply[i][6] = level
    end
  end
end
if #waiting > 0 then call('ZADD', awaited, unpack(waiting)) end
return reply
