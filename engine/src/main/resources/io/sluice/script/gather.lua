#!lua flags=allow-oom,no-writes
-- Reads the records of succeeded tasks for a caller that gathers their results. The answer ends before it
-- becomes too large, and never before its first: what it lacks is asked for again.
--
-- KEYS  results
-- ARGV  bytes, id...
-- Returns for each id, from the first on, its record, or '' when it has not succeeded or is not kept.
-- Again: read only.
local bytes, FIRST_ID = tonumber(ARGV[1]), 2

local records, used = {}, 0
for i = FIRST_ID, #ARGV do
  local record = call('HGET', results, ARGV[i])
  if not record or not record:find('^%d+ S') then record = '' end
  used = used + #record
  if used > bytes and #records > 0 then break end
  records[#records + 1] = record
end
return records
