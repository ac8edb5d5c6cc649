#!lua
-- The shortest way of enqueue, for one task without a group, with a fresh id, that may run now, where no rule of the
-- queue may refuse it. To make a function costs such a call more than what it does, so there is none.
--
-- While a session stands, the task is its at once: the claim that found nothing is answered here. Whoever stands is
-- told on a channel of its own, and what it was given is kept in `gifts` until it calls again. Who has not asked for a
-- while, or listens no more, stands no longer; so does a dead one, which is told nothing.
--
-- KEYS  tasks ready running sessions standing gifts aside lane levels lines counters settings events receipt
-- USES  receipt given ready
-- ARGV  seq, maxBacklog (0 = none; the one of the queue's settings goes before), '1', id, envelope
-- Returns what enqueue returns | {'whole'} (nothing was written: run enqueue with the same arguments).
-- Again with the same seq: enqueue is asked, which knows the answer.
local seq, maxBacklog, id, envelope = ARGV[1], ARGV[2], ARGV[4], ARGV[5]
local FEW_RUNNING, LONGEST_MS, MOST_BYTES = 16, 10000, 16384
-- INLINE lastOfOne
local rules = call('HMGET', settings, 'max_backlog', 'max_delay', 'paused', 'max_concurrency', 'rate', 'durability', 'map')
local map = rules[7]
-- INLINE isMoved
if not isNext or isMoved or (rules[1] or maxBacklog) ~= '0' or rules[2] then return {'whole'} end
local first, session, asked, at = call('ZRANGE', standing, 0, 0, 'WITHSCORES'), nil, nil, nil
-- GUARD ready counters
if first[1] and rules[3] ~= '1' and not rules[4] and not rules[5]
  and call('EXISTS', ready, aside, lane, levels, lines) == 0 then
  local time = call('TIME')
  at = time[1] * 1000 + math.floor(time[2] / 1000)
  session, asked = first[1]:match('^(%S+) (%d+)$')
  local stands = at - first[2] <= LONGEST_MS and call('ZSCORE', sessions, session)
    and call('PUBSUB', 'NUMSUB', gifts .. ':' .. session)[2] > 0
  if call('HLEN', running) == FEW_RUNNING then
    session = nil
  elseif not stands then
    call('ZREM', standing, first[1])
    session = nil
  end
end

if not session then
  call('HSET', tasks, id, envelope)
  -- INLINE readyOne
else
  -- GUARD gifts
  call('HSET', tasks, id, envelope)
  call('ZREM', standing, first[1])
  if call('PUBSUB', 'NUMSUB', events)[2] > 0 then redis.pcall('PUBLISH', events, at .. ' @ready ' .. id) end
  local seq = asked
  -- INLINE giveOne
  call('HSET', gifts, session, seq .. ' ' .. answer)
  redis.pcall('PUBLISH', gifts .. ':' .. session,
    seq .. ' ' .. at .. ' ' .. id .. ' ' .. (#envelope <= MOST_BYTES and envelope or ''))
end
call('HINCRBY', counters, 'accepted', 1)
local answer = '1,'
-- INLINE receiptOfOne
return {rules[6] and 'ok ' .. rules[6] or 'ok', 1}
