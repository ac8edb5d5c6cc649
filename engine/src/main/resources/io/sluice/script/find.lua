#!lua flags=allow-oom,no-writes
-- Looks tasks up. Where the id is, is its state. How one ended that is not kept may be left in `ends`,
-- for a while, for those who wait for it. The answer ends before it becomes too large, and never before
-- its first: what it lacks is asked for again.
--
-- KEYS  tasks running results scheduled retrying dead ghosts attempts notes ends
-- USES  found
-- ARGV  bytes, id...
-- Returns for each id, from the first on, {state, detail, envelope, attempt record, notes}, where detail is the token of a
--       running task, the record of a finished one, the time of a scheduled, retrying or dead one.
-- Again: read only.
local bytes, FIRST_ID = tonumber(ARGV[1]), 2

return lookUp(FIRST_ID, bytes)
