#!lua flags=allow-oom,no-writes
-- Compares the ledger with the structures; O(1). At every instant each accepted task is in exactly
-- one place, so the three balances are 0. What repair wrote off as lost counts as a place.
--
-- KEYS  tasks ready landing running scheduled retrying dead succeeded cancelled expired retained results ghosts counters
-- ARGV  -
-- Returns {accepted − everything it can be, tasks − everything that has an envelope,
--       results − finished, neither finished nor dead,
--       totals: accepted, succeeded, retried, reaped, released, dead, cancelled, expired, purged,
--       redriven, snoozed, repaired, lost}.
-- Again: read only.
local tasks, ready, landing, running, scheduled, retrying, dead, succeeded, cancelled, expired, retained, results, ghosts, counters =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local call = redis.call

local totals = call('HMGET', counters, 'accepted', 'succeeded', 'retried', 'reaped', 'released', 'dead', 'cancelled', 'expired', 'purged', 'redriven', 'snoozed', 'repaired', 'lost')
for i = 1, #totals do totals[i] = tonumber(totals[i] or 0) end
local accepted, ended = totals[1], totals[2] + totals[7] + totals[8] + totals[9] + totals[13]

local unfinished = call('LLEN', ready) + call('LLEN', landing) - call('HLEN', ghosts)
  + call('HLEN', running) + call('ZCARD', scheduled) + call('ZCARD', retrying)
local buried = call('ZCARD', dead)
local kept = call('LLEN', succeeded) + call('LLEN', cancelled) + call('LLEN', expired) + call('ZCARD', retained)

return {
  accepted - unfinished - buried - ended,
  call('HLEN', tasks) - unfinished - buried - kept,
  call('HLEN', results) - kept,
  unfinished,
  unpack(totals),
}
