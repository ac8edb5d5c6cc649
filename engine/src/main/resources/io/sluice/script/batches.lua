#!lua flags=allow-oom,no-writes
-- Shows batches, at their home.
--
-- KEYS  batches tally counters dead
-- USES  clock homes
-- ARGV  'show', this queue, id | 'list', this queue, cursor, count | 'look', this queue, count, silent for how many ms
-- Returns of show {record, own part or '', now, (queue, what its part said last)...} | {} of one that is unknown;
--       of list {next cursor, (id, record, own part or '')...}, in no order; '0' is the first and the last cursor;
--       of look {how many have not ended, counted so far: follow-ups that their batch took no more, follow-ups of batches that
--       were stopped, reports of no batch, ('silent', id, queue that is waited for, ms since it said something | 'dead', id,
--       task of a callback that is dead in this queue, 0)...}: found in a part of all of about this count.
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

if ARGV[1] == 'look' then
  local counted = call('HMGET', counters, 'unjoined', 'unjoined_stopped', 'reports_unknown')
  local reply = {tonumber(call('HGET', batches, OPEN_BATCHES) or 0)}
  for i = 1, #counted do reply[#reply + 1] = tonumber(counted[i] or 0) end
  local function found(what, id, name, ms)
    for _, word in ipairs({what, id, name, ms}) do reply[#reply + 1] = word end
  end
  local fields = call('HSCAN', batches, '0', 'COUNT', ARGV[3])[2]
  for i = 1, #fields, 2 do
    local id, queue = fields[i]:match('^(%S+) @(.*)$')
    local batch = queue and batchOf(id)
    if batch and batch.sealed > 0 and batch.ended == 0 then
      local account = accountOf(id, queue)
      local ms = now() - math.max(account.news, batch.sealed)
      if (account.final == 0 or account.pending > 0) and ms > tonumber(ARGV[4]) then found('silent', id, queue, ms) end
    end
    local target, task = fields[i + 1]:match('^(%S+) (%S+) ')
    if fields[i]:find(' [cds]%a+$') and target == own and call('ZSCORE', dead, task) then
      found('dead', fields[i]:match('^%S+'), task, 0)
    end
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
