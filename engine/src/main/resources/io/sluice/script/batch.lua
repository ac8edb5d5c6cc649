#!lua
-- Opens batches, at their home, and counts other queues in that are to have members of them.
--
-- KEYS  batches membership tally judging retrying gathered
-- USES  clock homes joined moved
-- ARGV  'open', this queue, id, open for ms, policy (continue | cancel-rest), parent ('batch@home' or '-'), how deep that is
--       or -1 (where this queue is its home), name or '-', (what of: complete | success | death, 'queue id due envelope')...
--       | 'join', this queue, id, the queue that is to have members
-- Returns of open {'ok' | 'again' | 'full', how many may have not ended | 'sealed' or 'unknown' (its parent)
--       | 'deep', how many may lie in one another}; of join {'ok', how deep it is} | {'sealed' | 'unknown'}
--       | {'wide', how many other queues may have members}.
-- Again: open of the same id 'again', join the same.
local what, own, id = ARGV[1], ARGV[2], ARGV[3]
local MOST_OPEN, DEEPEST, MOST_QUEUES = 10000, 8, 1000

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD batches membership tally judging retrying gathered

local function depthOf(parent, given)
  if given >= 0 then return given end
  local above = batchOf(parent:match('^(.*)@'))
  return above and above.depth or 0
end

-- A batch counts in its parent as one member that is pending until it has ended.
local function joinParent(parent)
  local number, why = openPart(parent, own)
  if not number then return why end
  local part = partOf(number)
  part.pending = part.pending + 1
  keepPart(number, part)
  local field = parent:match('^(.*)@') .. ' children'
  call('HSET', batches, field, (call('HGET', batches, field) or '') .. id .. ' ')
end

local function open()
  if batchOf(id) then return {'again'} end
  if tonumber(call('HGET', batches, OPEN_BATCHES) or 0) >= MOST_OPEN then return {'full', MOST_OPEN} end
  local parent, depth = ARGV[6], 0
  if parent ~= '-' then
    depth = depthOf(parent, tonumber(ARGV[7])) + 1
    if depth >= DEEPEST then return {'deep', DEEPEST} end
    local why = joinParent(parent)
    if why then return {(why:gsub('^batch_', ''))} end
  end
  local openUntil = now() + tonumber(ARGV[4])
  keepBatch(id, {created = now(), openUntil = openUntil, sealed = 0, stopped = 0, ended = 0, failed = 0, depth = depth,
    policy = ARGV[5], parent = parent, name = ARGV[8]})
  for i = 9, #ARGV, 2 do call('HSET', batches, id .. ' ' .. ARGV[i], ARGV[i + 1]) end
  newPart(id .. '@' .. own, '')
  call('HINCRBY', batches, OPEN_BATCHES, 1)
  call('ZADD', judging, openUntil, '@' .. id)
  return {'ok'}
end

local function joinFrom()
  local batch, queue = batchOf(id), ARGV[4]
  if not batch then return {'unknown'} end
  if batch.sealed > 0 then return {'sealed'} end
  if queue ~= own and not accountOf(id, queue) then
    if #queuesOf(id) >= MOST_QUEUES then return {'wide', MOST_QUEUES} end
    accountFor(id, queue)
  end
  return {'ok', batch.depth}
end

if what == 'open' then return open() end
return joinFrom()
