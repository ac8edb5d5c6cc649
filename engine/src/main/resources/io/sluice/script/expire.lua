#!lua flags=allow-oom
-- Ends what was to begin before a time that is over. A claim does the same for what it takes, so
-- that nothing begins too late; this is for what nobody comes to take.
--
-- KEYS  expiries tasks running scheduled retrying dead results expired ghosts behind counters events ready lane levels place later turns tags barred order membership tally judging costs gathered
-- USES  clock state waits ends moved
-- ARGV  limit
-- Returns {looked at, expired}.
-- Again: expires what is due then.
local limit = tonumber(ARGV[1])

local due = call('ZRANGEBYSCORE', expiries, '-inf', '(' .. now() + 1, 'LIMIT', 0, limit)
if #due == 0 then return {0, 0} end

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD tasks running results ghosts counters scheduled retrying dead expired behind ready lane levels place later turns tags barred order costs
anyMembers()

local late, records = {}, {}
for i = 1, #due do
  local id = due[i]
  local state = stateOf(id)
  -- Any other has begun or ended.
  if state == 'ready' or state == 'scheduled' then
    leavePlace(id, state, OTHER_GHOST)
    late[#late + 1] = id
    records[#records + 1] = id
    records[#records + 1] = now() .. ' E '
  end
end
call('ZREM', expiries, unpack(due))
if #late > 0 then endKept('expired', expired, late, records) end
return {#due, #late}
