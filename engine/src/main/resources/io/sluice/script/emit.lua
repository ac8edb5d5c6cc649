#!lua
-- Keeps what handlers emit as streams of their tasks. Taken only from who holds the task, and only the item that
-- follows the one that was taken last: the items of a run are numbered from 0.
--
-- KEYS  running streams emitted
-- USES  clock fence streams
-- ARGV  (id, token, most items, most bytes, number of the first item, n, item × n) × runs
-- Returns a letter for each item: 'k' kept, 'l' the claim is lost, 'f' the stream would exceed its bounds,
--       'g' an item before it is missing.
-- Again: the same, and nothing is kept twice; 'l' when the run has ended meanwhile.
local FIRST_ITEM = 6

-- GUARD streams emitted
local letters, grown = {}, {}

-- Behind the stream of a run that ended there is another.
local function headOfRun(id, token)
  local head = streamHead(id)
  if head and head.token == token then return head end
  if head then dropStream(id, head) end
  return {run = math.max(now(), head and head.run + 1 or 0), count = 0, bytes = 0, token = token}
end

-- Items of one run, from this argument on.
local function keep(id, token, mostItems, mostBytes, number, first, last)
  local head, fields, chunk = headOfRun(id, token), {}, nil
  for i = first, last do
    local item, letter = ARGV[i], 'k'
    if number > head.count then
      letter = letters[#letters] == 'f' and i > first and 'f' or 'g'
    elseif number == head.count and (head.count >= mostItems or head.bytes + #item > mostBytes) then
      letter = 'f'
    elseif number == head.count then
      local field = fieldOf(id, number)
      if not chunk or chunk.field ~= field then
        chunk = {field = field, call('HGET', emitted, field) or ''}
        fields[#fields + 1] = chunk
      end
      chunk[#chunk + 1] = #item .. ':' .. item
      head.count, head.bytes = head.count + 1, head.bytes + #item
    end
    letters[#letters + 1] = letter
    number = number + 1
  end
  for i = 1, #fields do call('HSET', emitted, fields[i].field, table.concat(fields[i])) end
  if #fields > 0 then
    call('HSET', streams, id, head.run .. ' ' .. head.count .. ' ' .. head.bytes .. ' ' .. token)
    grown[#grown + 1] = id
  end
end

local i = 1
while i <= #ARGV do
  local id, token, n = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 5])
  local first = i + FIRST_ITEM
  if isHeldBy(call('HGET', running, id), token) then
    keep(id, token, tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4]), first, first + n - 1)
  else
    for _ = 1, n do letters[#letters + 1] = 'l' end
  end
  i = first + n
end
-- The channel has the name of the key.
if #grown > 0 and call('PUBSUB', 'NUMSUB', emitted)[2] > 0 then
  redis.pcall('PUBLISH', emitted, table.concat(grown, ' '))
end
return table.concat(letters)
