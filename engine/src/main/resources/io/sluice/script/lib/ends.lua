-- Ends tasks. Every task that comes to an end comes through here, before it is forgotten.
--
-- KEYS  counters
-- USES  ending moved costs
-- NAMES ended endKept purged

-- state = succeeded | cancelled | expired
local function ended(state, ids)
  countEnded(state, ids)
  leaveCosts(ids)
  moved(ids, 'pending', state)
end

-- Kept in its list; records = {id, record, id, record...}. Answers how many are.
local function endKept(state, list, ids, records)
  ended(state, ids)
  return keepEnded(list, ids, records)
end

-- A caller, or retention, drops tasks that have not ended by themselves: from = pending | dead.
local function purged(ids, from)
  call('HINCRBY', counters, 'purged', #ids)
  leaveCosts(ids)
  moved(ids, from, from == 'dead' and 'gone' or 'cancelled')
end
