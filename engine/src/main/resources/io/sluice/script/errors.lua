#!lua flags=allow-oom,no-writes
-- Shows why tasks failed last: of those that are dead or wait for their next attempt, the latest
-- first, a part at a time. A part ends early when its records are large. Between two parts the queue
-- lives on: what moves meanwhile may be shown twice or not at all.
--
-- KEYS  retrying dead attempts tasks
-- USES  page envelope
-- ARGV  state (retrying | dead), cursor ('' = begin; else as it was answered), limit, 'types' to tell of which type each is
-- Returns {next cursor ('' = these were the last), how many were looked at,
--       of each that is known to have failed: id, its newest failure without all but the first line of
--       its trace, its type ('' = not asked for)...}.
-- Again: read only.
local state, cursor, limit, typed = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == 'types'
-- Records that one call reads together, and about how many bytes of them it reads in all.
local CHUNK, MAX_BYTES = 20, 1024 * 1024
local set = state == 'dead' and dead or retrying

local function newest(record)
  local failure = record and record:match('^%d+ %d+ ([^\30]+)')
  return failure and (failure:match('^[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*') or failure)
end

local from = placeBehind(set, cursor)
local entries = call('ZREVRANGE', set, from, from + limit - 1, 'WITHSCORES')
local count, looked, bytes, reply = #entries / 2, 0, 0, {'', 0}
while looked < count and bytes < MAX_BYTES do
  local ids = {}
  for i = looked + 1, math.min(looked + CHUNK, count) do ids[#ids + 1] = entries[2 * i - 1] end
  local records = call('HMGET', attempts, unpack(ids))
  local envelopes = typed and call('HMGET', tasks, unpack(ids)) or {}
  for i = 1, #ids do
    local failure, envelope = newest(records[i]), envelopes[i]
    bytes = bytes + (records[i] and #records[i] or 0) + (envelope and #envelope or 0)
    if failure then
      reply[#reply + 1] = ids[i]
      reply[#reply + 1] = failure
      reply[#reply + 1] = envelope and headOf(envelope).type or ''
    end
  end
  looked = looked + #ids
end
if looked > 0 and (looked < count or count == limit) then
  reply[1] = entries[2 * looked] .. ' ' .. entries[2 * looked - 1]
end
reply[2] = looked
return reply
