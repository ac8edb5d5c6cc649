#!lua flags=allow-oom,no-writes
-- Lists live sessions, by id, what they told of themselves and what was asked of them.
--
-- KEYS  sessions workers
-- USES  clock
-- ARGV  after (a session, or ''), limit
-- Returns {session, ms until it expires, what it told or '', what it was asked or '', ...}.
-- Again: read only.
local after, limit = ARGV[1], tonumber(ARGV[2])
local MAX_SESSIONS = 5000

local live = call('ZRANGEBYSCORE', sessions, '(' .. now(), '+inf', 'WITHSCORES', 'LIMIT', 0, MAX_SESSIONS)
local ids, ends = {}, {}
for i = 1, #live, 2 do
  if live[i] > after then ids[#ids + 1] = live[i] end
  ends[live[i]] = live[i + 1]
end
table.sort(ids)

local reply, last = {}, math.min(limit, #ids)
if last == 0 then return reply end
local fields = {}
for i = 1, last do
  fields[i], fields[last + i] = ids[i], ids[i] .. '?'
end
local told = call('HMGET', workers, unpack(fields))
for i = 1, last do
  reply[#reply + 1] = ids[i]
  reply[#reply + 1] = tonumber(ends[ids[i]]) - now()
  reply[#reply + 1] = told[i] or ''
  reply[#reply + 1] = told[last + i] or ''
end
return reply
