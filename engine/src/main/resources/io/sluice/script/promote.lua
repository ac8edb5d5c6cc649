#!lua flags=allow-oom
-- Moves due tasks to ready, in one atomic step.
--
-- KEYS  scheduled retrying ready since expiries events lane levels place later turns tags barred order paces costs judging
-- USES  clock since wakes
-- ARGV  limit (of each kind)
-- Returns {moved, ms until the next one is due (-1 = none waits, 0 = more are due),
--       whether something is to be expired (0 | 1), whether batches are to be judged (0 | 1)}.
-- Again: moves what is due then.
local limit = tonumber(ARGV[1])
local moved, wait = {}, -1

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local ending = call('ZRANGE', expiries, 0, 0, 'WITHSCORES')
local judged = call('ZRANGE', judging, 0, 0, 'WITHSCORES')
-- GUARD scheduled ready since lane levels place later turns tags barred order paces costs

local function promote(from)
  local ids = call('ZRANGEBYSCORE', from, '-inf', '(' .. now() + 1, 'LIMIT', 0, limit)
  if #ids > 0 then
    call('ZREM', from, unpack(ids))
    for i = 1, #ids do moved[#moved + 1] = ids[i] end
  end
  local nearest = call('ZRANGE', from, 0, 0, 'WITHSCORES')
  if #nearest > 0 then
    local left = math.max(0, math.floor(nearest[2]) - now())
    if wait < 0 or left < wait then wait = left end
  end
end

promote(retrying)
promote(scheduled)
if call('EXISTS', place, lane, barred, paces) == 0 then
  readyAgain(moved)
else
  -- USES place lanes bars
  local plain, laned, spots = takePlaces(moved)
  readyAgain(plain)
  enterLane(laned, spots)
  freeDue()
  -- Buckets that are full again need no entry.
  local full = math.min(limit, call('ZCOUNT', paces, '-inf', now()))
  if full > 0 then call('ZREMRANGEBYRANK', paces, 0, full - 1) end
  local nearest = call('ZRANGE', barred, 0, 0, 'WITHSCORES')
  if nearest[2] and nearest[2] ~= 'inf' then
    local left = math.max(0, math.ceil(nearest[2]) - now())
    if wait < 0 or left < wait then wait = left end
  end
  wakeLanes()
end
local judgeIn = judged[2] and judged[2] - now()
if judgeIn and judgeIn > 0 and (wait < 0 or judgeIn < wait) then wait = judgeIn end
return {#moved, wait, ending[2] and math.floor(ending[2]) <= now() and 1 or 0, judgeIn and judgeIn <= 0 and 1 or 0}
