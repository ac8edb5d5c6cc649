-- How the members of batches that gather have ended: of each part, in the order of these ends, so that a reader goes
-- on from a number of ends and nothing is searched.
--
-- The id of a batch that gathers begins with 'g-': each queue that has a part of it knows that without being told.
-- `gathered` has of a part 'number', how many ends there are, and 'number chunk', 64 of them, each as 'at letter id '
-- (S succeeded, D dead, C cancelled, E expired). A dead member that is redriven ends once more.
--
-- KEYS  gathered
-- USES  clock
-- NAMES ENDS_OF_CHUNK chunkOf guardGathered gather dropEnds
local ENDS_OF_CHUNK = 64

-- To be called before anything is written.
local function guardGathered()
  -- GUARD gathered
end

-- Where the end of this number is, from 0 on.
local function chunkOf(number, nth) return number .. ' ' .. math.floor(nth / ENDS_OF_CHUNK) end

-- Members of one part have ended: their ids are asked for if its batch gathers and is not being dropped.
local function gather(number, part, to, asked)
  if part.ref:sub(1, 2) ~= 'g-' or part.marks:find('d') then return end
  local ids, count = asked(), tonumber(call('HGET', gathered, number) or 0)
  local head = now() .. ' ' .. to:sub(1, 1):upper() .. ' '
  local field, chunk
  for i = 1, #ids do
    if count % ENDS_OF_CHUNK == 0 or not field then
      if field then call('HSET', gathered, field, table.concat(chunk)) end
      field = chunkOf(number, count)
      chunk = {call('HGET', gathered, field) or ''}
    end
    chunk[#chunk + 1] = head .. ids[i] .. ' '
    count = count + 1
  end
  call('HSET', gathered, field, table.concat(chunk), number, count)
end

-- From the last on, a bounded number of them. Answers whether there are more.
local function dropEnds(number)
  local MOST_CHUNKS = 100
  local count, fields = tonumber(call('HGET', gathered, number) or 0), {}
  local last = math.ceil(count / ENDS_OF_CHUNK) - 1
  local first = math.max(0, last - MOST_CHUNKS + 1)
  for chunk = first, last do fields[#fields + 1] = number .. ' ' .. chunk end
  if first > 0 then
    call('HSET', gathered, number, first * ENDS_OF_CHUNK)
  else
    fields[#fields + 1] = number
  end
  call('HDEL', gathered, unpack(fields))
  return first > 0
end
