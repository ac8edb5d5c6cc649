-- What every end of tasks does, whichever script it comes from: the ledger and the listeners hear of it, and
-- the record is kept where retention says so.
--
-- KEYS  results counters
-- USES  told
-- NAMES countEnded keepEnded

-- INLINE succeedOne
-- The run of the task `id` under this `token`, `at` this time; kept with its `result` if that `isKept`.
call('HINCRBY', counters, 'succeeded', 1)
if isKept then
  call('HSET', results, id, at .. ' S ' .. (token:match('%d+$') or 0) .. ' ' .. result)
  call('RPUSH', succeeded, id)
end
if call('PUBSUB', 'NUMSUB', events)[2] > 0 then redis.pcall('PUBLISH', events, at .. ' @succeeded ' .. id) end

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
