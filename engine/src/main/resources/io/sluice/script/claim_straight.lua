#!lua flags=allow-oom
-- The short way of claim, for a queue in which only tasks without a group wait and nothing holds them: the same
-- effect and the same answer, for fewer keys and commands.
--
-- KEYS  tasks ready landing running sessions attempts settings ghosts expiries aside lane levels events receipt lines turns standing gifts
-- ARGV  as of claim
-- Returns what claim returns | {'whole'} (nothing was written: run claim).
-- Again with the same seq: claim is asked, which knows the answer.
local session, seq, max, bytes = ARGV[1], ARGV[2], tonumber(ARGV[3]:match('^%d+')), tonumber(ARGV[4])
local FIRST_ADOPTED = 6
if ARGV[5] ~= '0' or max == 0 then return {'whole'} end

-- One task that a BLMOVE brought while nothing else waits: the same as below, before any function is made. To make
-- them costs such a call more than what it does.
if #ARGV == FIRST_ADOPTED then
  local FEW_RUNNING, id = 16, ARGV[FIRST_ADOPTED]
  -- INLINE lastOfOne
  if isNext and not (last and last:find('^%d+ %d+:%S'))
    and call('EXISTS', levels, attempts, ghosts, expiries, aside, lane, lines, standing, gifts) == 0 then
    local rules, envelope = call('HMGET', settings, 'paused', 'max_concurrency', 'rate'), call('HGET', tasks, id)
    if rules[1] ~= '1' and not rules[2] and not rules[3] and envelope and call('ZSCORE', sessions, session)
      and call('LLEN', ready) == 0 and call('HLEN', running) ~= FEW_RUNNING and call('LREM', landing, 1, id) == 1 then
      -- INLINE timeOfOne giveOne receiptOfOne
      return {'ok', token, {id}, {envelope}, {}}
    end
  end
end

-- USES clock receipt ready given fitting tokens standing

local lastSeq, answer, late = lastCall(seq)
if lastSeq == seq or late then return {'whole'} end
local holdsSuspect = answer and answer:find('^%d+:%S')
-- Levels alone are in nobody's way; for plain tasks one command asks for all.
local leveled = call('EXISTS', levels, attempts, ghosts, expiries, aside, lane, lines) > 0
if holdsSuspect or leveled and call('EXISTS', attempts, ghosts, expiries, aside, lane, lines) > 0 then return {'whole'} end
local rules = call('HMGET', settings, 'paused', 'max_concurrency', 'rate', 'age_every')
if rules[1] == '1' or rules[2] or rules[3] or leveled and rules[4] or not call('ZSCORE', sessions, session) then return {'whole'} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
local before, anyStand = call('HLEN', running), call('EXISTS', standing, gifts) > 0
-- GUARD tasks ready
if anyStand or wouldStand() then
  -- GUARD standing gifts
end
local startedAt = now()
local token = tokenOf(session, seq, startedAt)
if anyStand and lastSeq then leaveStanding(session, lastSeq, true) end

-- What a BLMOVE brought is this worker's only if it is still there; else the reaper put it back.
local ids, adopted = {}, 0
for i = FIRST_ADOPTED, #ARGV do
  if call('LREM', landing, 1, ARGV[i]) == 1 and ARGV[i] ~= TOKEN then
    adopted = adopted + 1
    ids[adopted] = ARGV[i]
  end
end
local more, envelopes, records, spots = false, ids, ids, nil
if leveled then
  -- USES ungrouped wakes
  -- GUARD levels
  if adopted > 0 then putReady(ids, true) end
  dropToken()
  ids, more, envelopes, spots = takeUngrouped(max, bytes)
  keepToken()
else
  if adopted < max then
    local others = call('LPOP', ready, max - adopted)
    if adopted == 0 then ids = others or ids elseif others then
      for i = 1, #others do ids[adopted + i] = others[i] end
    end
  end
  if #ids > 0 then
    local rest, kept
    rest, kept, envelopes, records = fitting(ids, bytes, false)
    if rest <= #ids then
      more = true
      returnReady(ids, math.max(rest, adopted + 1), #ids)
      if rest <= adopted then returnReady(ids, rest, adopted) end
    end
    ids = kept
  end
end
-- An empty answer needs its receipt too: its late copy would take tasks that nobody waits for.
if #ids > 0 then give(ids, token, before, spots) end
local stands = #ids == 0 and not more and wouldStand()
keepGiven(seq, startedAt, '', #ids > 0 and ' ' .. table.concat(ids, ' ') or stands and STANDS or '')
if stands then return stand(session, seq, token) end
return {more and 'more' or 'ok', token, ids, envelopes, records}
