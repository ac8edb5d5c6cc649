#!lua flags=allow-oom
-- Closes batches, at their home: no caller adds members any more; or what has not ended is cancelled as well; or the
-- record of one that has ended is dropped.
--
-- KEYS  batches membership tally judging outbox lines mail retrying gathered
-- USES  homes closing
-- ARGV  'seal' | 'cancel' | 'delete', this queue, id
-- Returns {'ok' | 'unknown' | 'no' (not ended: nothing was deleted)}.
-- Again: the same; of delete 'unknown'.
local what, own, id = ARGV[1], ARGV[2], ARGV[3]

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD gathered batches membership tally judging retrying outbox lines mail

local batch = batchOf(id)
if not batch then return {'unknown'} end
if what == 'delete' then
  if batch.ended == 0 or pendingOf(id, own) > 0 then return {'no'} end
  dropBatch(id, own)
  return {'ok'}
end
if batch.ended > 0 then return {'ok'} end
if what == 'seal' then sealBatch(id, own, batch) else stopBatch(id, own, batch) end
keepBatch(id, batch)
return {'ok'}
