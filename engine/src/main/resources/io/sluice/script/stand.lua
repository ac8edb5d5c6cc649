#!lua flags=allow-oom
-- Records that one task succeeded, and lets its session stand: it needs no claim, and is given the next task that comes
-- alone (see offer).
--
-- A claim that found nothing is not answered yet: its session stands under the number of the claim, and may be given
-- one task under it. The session makes no claim of a higher number before it has heard of that task, or has asked
-- again under the same number. So this call takes the next number of the claims of its session, and only once.
--
-- KEYS  running tasks attempts cancels notes behind awaited succeeded results counters settings events membership costs sessions ready aside lane levels lines standing gifts claimed receipt
-- USES  clock receipt running ending forget
-- ARGV  seq, cap (finished tasks kept, 0 = none; the one of the queue's settings goes before), session, number of the claim,
--       token, id, result
-- Returns {'ok'} | {'ok', 'stands'} (behind 'ok' as settle) | {'whole'} (nothing was written: run settle).
-- Again with the same seq: settle is asked, which knows the answer; the session does not stand by it.
local seq, session, asked, token, id, result = ARGV[1], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local MOST_AT_ONCE, FEW_KEPT = 512, 1000
-- INLINE lastOfOne
local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'paused', 'rate', 'durability')
local most, answer = tonumber(rules[1] or ARGV[2]), ''
if not isNext or rules[2] or call('HGET', running, id) ~= token
  or call('EXISTS', behind, cancels, attempts, notes, membership, costs, most <= FEW_KEPT and awaited or behind) > 0 then
  return {'whole'}
end
local isKept, ids = most > 0, nil
-- GUARD counters
if isKept then
  -- GUARD results
end
local tooMany = isKept and call('LLEN', succeeded) + 1 - most or 0
if not isKept or tooMany > 0 then
  -- GUARD tasks
end
-- Whether the number is the next one; and whether the session may stand: it holds no suspect (see claim).
local before = call('GET', claimed)
local lastClaim, suspect = (before or '0 0:'):match('^(%d+) %d+:(%S*)')
local isNextClaim = tonumber(lastClaim) < tonumber(asked)
local stands = isNextClaim and suspect == '' and rules[3] ~= '1' and not rules[4] and call('ZSCORE', sessions, session)
  and call('EXISTS', ready, aside, lane, levels, lines) == 0
if isNextClaim then
  -- GUARD gifts standing
end
-- INLINE timeOfOne leaveOne succeedOne
if not isKept then ids = {id} elseif tooMany > 0 then ids = call('LPOP', succeeded, math.min(tooMany, MOST_AT_ONCE)) end
if ids and isKept then call('HDEL', results, unpack(ids)) end
if ids then
  -- INLINE forgetOnly
end
if isNextClaim then
  call('SET', claimed, asked .. ' ' .. at .. ':' .. suspect .. ' ?', 'EX', 3600) -- see standing.lua
  call('HDEL', gifts, session)
end
if stands then call('ZADD', standing, at, session .. ' ' .. asked) end
-- INLINE receiptOfOne
return {rules[5] and 'ok ' .. rules[5] or 'ok', stands and 'stands' or nil}
