-- Ends tasks. Every task that comes to an end comes through here, before it is forgotten.
--
-- KEYS  results counters
-- USES  told
-- NAMES ended endKept purged

-- state = succeeded | cancelled | expired
local function ended(state, ids)
  call('HINCRBY', counters, state, #ids)
  tell(state, ids)
end

-- Kept in its list; records = {id, record, id, record...}. Answers how many are.
local function endKept(state, list, ids, records)
  ended(state, ids)
  call('HSET', results, unpack(records))
  return call('RPUSH', list, unpack(ids))
end

-- Somebody, or retention, drops what has not ended by itself. Only the ledger hears of it.
local function purged(ids)
  call('HINCRBY', counters, 'purged', #ids)
end
