#!lua flags=allow-oom,no-writes
-- Reads how members of a batch that gathers have ended in this queue, in the order of their ends, with what is kept of
-- them. The answer ends before it becomes too large, and never before its first end.
--
-- A failover may have taken back what was read last. Then the ends go on with the first that is later than it: what is
-- left of the ones before was read, and what came in their place is later.
--
-- KEYS  gathered tally results dead attempts
-- USES  gathered
-- ARGV  batch@home, how many ends were read, when the last of them was in ms (0 = none was read), most, bytes
-- Returns {number of the first of these, from 0 on, whether there are more (0 | 1), (at, letter, id, record of one that
--       has succeeded, failures of one that is dead) x ends}; '' where that is not kept any more, and where it is of a
--       later end of a task of that id.
-- Again: read only.
local number, read, readAt, most, bytes =
  call('HGET', tally, ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if not number then return {0, 0} end
local count, chunks = tonumber(call('HGET', gathered, number) or 0), {}

local function endOf(nth)
  local field = chunkOf(number, nth)
  if not chunks[field] then
    local all = {}
    for at, letter, id in (call('HGET', gathered, field) or ''):gmatch('(%d+) (%u) (%S+) ') do
      all[#all + 1] = {at = tonumber(at), letter = letter, id = id}
    end
    chunks[field] = all
  end
  return chunks[field][nth % ENDS_OF_CHUNK + 1]
end

local function firstUnread()
  local last = read > 0 and endOf(read - 1)
  if read == 0 or last and last.at == readAt then return read end
  local from, to = 0, count
  while from < to do
    local middle = math.floor((from + to) / 2)
    local one = endOf(middle)
    if one and one.at <= readAt then from = middle + 1 else to = middle end
  end
  return from
end

local function kept(one)
  local record = one.letter == 'S' and call('HGET', results, one.id)
  if record and tonumber(record:match('^(%d+) S ')) == one.at then return record, '' end
  local isDead = one.letter == 'D' and tonumber(call('ZSCORE', dead, one.id) or nil) == one.at
  return '', isDead and call('HGET', attempts, one.id) or ''
end

local first = firstUnread()
local reply, used, nth = {first, 0}, 0, first
while nth < math.min(count, first + most) do
  local one = endOf(nth)
  if not one then break end
  local record, failures = kept(one)
  used = used + #record + #failures
  if used > bytes and nth > first then break end
  for _, word in ipairs({one.at, one.letter, one.id, record, failures}) do reply[#reply + 1] = word end
  nth = nth + 1
end
if nth < count then reply[2] = 1 end
return reply
