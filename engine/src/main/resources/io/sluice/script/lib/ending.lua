-- What every end of tasks does, whichever script it comes from: the ledger and the listeners hear of it, and
-- the record is kept where retention says so.
--
-- KEYS  results counters
-- USES  told
-- NAMES countEnded keepEnded

-- state = succeeded | cancelled | expired
local function countEnded(state, ids)
  call('HINCRBY', counters, state, #ids)
  tell(state, ids)
end

-- records = {id, record, id, record...}. Answers how many are in the list.
local function keepEnded(list, ids, records)
  call('HSET', results, unpack(records))
  return call('RPUSH', list, unpack(ids))
end
