#!lua flags=allow-oom
-- Deletes a queue in which nothing waits, runs or is dead, and for which nothing is scheduled: what is
-- finished and kept, keys, totals, settings and bulk actions go with it. Sessions that live stay, with
-- what they tell of themselves: workers wait at a queue that is not there. So do receipts, which end by
-- themselves: a call that is sent again has no effect. What tells letters of other queues that came already from
-- new ones stays as well, and what tells those queues of letters of this one: both are swept.
--
-- KEYS  tasks ready since landing running sessions attempts scheduled retrying dead expiries succeeded cancelled expired retained results notes once behind counters rates bulk settings workers walk reaper landed cancels ghosts schedules templates fires fired buffered aside awaited ends lane levels place later turns tags barred inflight paces groups order outbox lines mail membership tally judging batches costs streams emitted gathered standing gifts history
-- USES  clock waiting
-- ARGV  -
-- Returns {'ok'} | {'no', ready, scheduled, running, retrying, dead, schedules, letters that are not sent,
--       batches that have not ended, opened here or with members here}.
-- Again: ok.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD history gathered standing gifts tasks running attempts results notes once behind counters rates bulk settings workers reaper landed cancels ghosts schedules templates fired buffered ends ready landing succeeded cancelled expired sessions scheduled retrying dead expiries retained walk fires aside awaited since lane levels place later turns tags barred inflight paces groups order outbox lines mail membership tally judging batches costs streams emitted

-- Batches of other queues that do not know yet how all of their members here ended.
local function untold()
  local parts, count = call('HGETALL', tally), 0
  for i = 1, #parts, 2 do
    local pending, marks = parts[i + 1]:match('^%S+ (%d+) %d+ %d+ %d+ %d+ (%S+)$')
    local isElsewhere = marks and marks:find('r') and not marks:find('d')
    if isElsewhere and (pending ~= '0' or not marks:find('s') or call('ZSCORE', judging, parts[i])) then count = count + 1 end
  end
  return count
end

local left = {
  sizeOfReady(),
  call('ZCARD', scheduled),
  call('HLEN', running),
  call('ZCARD', retrying),
  call('ZCARD', dead),
  call('HLEN', schedules),
  tonumber(call('HGET', lines, '*') or 0),
  tonumber(call('HGET', batches, '*') or 0) + untold(),
}
for i = 1, #left do
  if left[i] > 0 then return {'no', unpack(left)} end
end

-- What is kept for targets that lose their last writes goes when it would.
if call('HLEN', outbox) == 0 then call('UNLINK', mail) end
if call('ZCOUNT', sessions, now(), '+inf') == 0 then call('UNLINK', sessions, workers) end
call('UNLINK', tasks, ready, since, landing, running, attempts, scheduled, retrying, dead, expiries, succeeded,
  cancelled, expired, retained, results, notes, once, behind, counters, rates, bulk, settings, walk, reaper, landed,
  cancels, ghosts, schedules, templates, fires, fired, buffered, aside, awaited, ends,
  lane, levels, place, later, turns, tags, barred, inflight, paces, groups, order, costs, membership, tally, judging, batches,
  streams, emitted, gathered, standing, gifts, history)
return {'ok'}
