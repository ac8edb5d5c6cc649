#!lua flags=allow-oom
-- Drops succeeded tasks that have a retention of their own before it ends, since their results were taken.
-- Tasks in any other state stay. How a task ended is left for other callers that wait for it.
--
-- KEYS  retained tasks results attempts notes awaited ends
-- USES  awaited forget
-- ARGV  id...
-- Returns how many were dropped.
-- Again: 0.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks results attempts notes awaited
anyAttempts = call('HLEN', attempts) > 0
anyNotes = call('HLEN', notes) > 0
local untils, ids = call('ZMSCORE', retained, unpack(ARGV)), {}
for i = 1, #ARGV do
  if untils[i] then ids[#ids + 1] = ARGV[i] end
end
if #ids == 0 then return 0 end
leaveKeptEnds(ids)
call('ZREM', retained, unpack(ids))
forgetKept(ids)
return #ids
