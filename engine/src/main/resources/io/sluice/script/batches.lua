#!lua flags=allow-oom,no-writes
-- Shows batches, at their home.
--
-- KEYS  batches tally
-- USES  clock homes
-- ARGV  'show', this queue, id | 'list', this queue, cursor, count
-- Returns of show {record, own part or '', now, (queue, what its part said last)...} | {} of one that is unknown;
--       of list {next cursor, (id, record, own part or '')...}, in no order; '0' is the first and the last cursor.
-- Again: read only.
local own = ARGV[2]

local function partIn(id)
  local number = call('HGET', tally, id .. '@' .. own)
  return number and call('HGET', tally, number) or ''
end

if ARGV[1] == 'show' then
  local id = ARGV[3]
  local record = call('HGET', batches, id)
  if not record then return {} end
  local reply, theirs = {record, partIn(id), now()}, queuesOf(id)
  for i = 1, #theirs do
    reply[#reply + 1] = theirs[i]
    reply[#reply + 1] = call('HGET', batches, id .. ' @' .. theirs[i])
  end
  return reply
end

local scan = call('HSCAN', batches, ARGV[3], 'COUNT', ARGV[4])
local reply = {scan[1]}
for i = 1, #scan[2], 2 do
  local id = scan[2][i]
  if id ~= OPEN_BATCHES and not id:find(' ', 1, true) then
    reply[#reply + 1] = id
    reply[#reply + 1] = scan[2][i + 1]
    reply[#reply + 1] = partIn(id)
  end
end
return reply
