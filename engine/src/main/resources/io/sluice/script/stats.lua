#!lua flags=allow-oom,no-writes
-- Counts a queue; O(1).
--
-- KEYS  tasks ready since landing running scheduled retrying dead succeeded cancelled expired retained ghosts counters rates settings sessions aside lane levels groups batches
-- USES  clock waiting counted tokens
-- ARGV  -
-- Returns {paused (0 | 1), scheduled, ready, running, retrying, dead, succeeded, cancelled, expired,
--       live sessions, now in ms, envelope of the next ready task or '',
--       totals: accepted, succeeded, retried, reaped, released, snoozed, dead, cancelled, expired, purged,
--       redriven, settings as {name, value...}, ms since the ledger was remembered, what was counted since then:
--       accepted, succeeded, retried, dead, cancelled, expired, purged, batches that have not ended,
--       since when the next one is ready, if not since its enqueue, or '',
--       rules of groups as {name ('' = of all others), rule...}}.
-- Again: read only.

-- What is set aside waits for longer than what is in the list.
local setAside = call('ZRANGE', aside, 0, 0)[1]
local nextId = setAside and setAside:match('^%S* %d+ (%S+)') or call('LINDEX', ready, tokensInReady())
if not nextId then
  -- Only laned tasks wait: the next of the first group.
  local part, member = call('ZRANGE', levels, 0, 0)[1], call('ZRANGE', lane, 0, 0)[1]
  nextId = part and part:match('^%d %d+ (%S+)') or member and member:match('%z..............(.*)$')
end
local rules, paused = call('HGETALL', settings), 0
local pausedUntil = call('HGET', settings, 'paused_until')
if call('HGET', settings, 'paused') == '1' and (not pausedUntil or math.floor(pausedUntil) > now()) then paused = 1 end
local reply = {
  paused,
  call('ZCARD', scheduled),
  sizeOfReady(),
  call('HLEN', running),
  call('ZCARD', retrying),
  call('ZCARD', dead),
  call('LLEN', succeeded) + call('ZCARD', retained),
  call('LLEN', cancelled),
  call('LLEN', expired),
  call('ZCOUNT', sessions, now(), '+inf'),
  now(),
  nextId and call('HGET', tasks, nextId) or '',
}
local totals = call('HMGET', counters, 'accepted', 'succeeded', 'retried', 'reaped', 'released', 'snoozed', 'dead', 'cancelled', 'expired', 'purged', 'redriven')
for i = 1, #totals do reply[#reply + 1] = tonumber(totals[i] or 0) end
reply[#reply + 1] = rules

local at = call('HGET', rates, 'before_at')
reply[#reply + 1] = at and now() - tonumber(at) or 0
for i = 1, #COUNTED do
  local before = call('HGET', rates, 'before_' .. COUNTED[i])
  reply[#reply + 1] = before and tonumber(call('HGET', counters, COUNTED[i]) or 0) - tonumber(before) or 0
end
reply[#reply + 1] = tonumber(call('HGET', batches, '*') or 0)
reply[#reply + 1] = nextId and call('ZSCORE', since, nextId) or ''
reply[#reply + 1] = call('HGETALL', groups)
return reply
