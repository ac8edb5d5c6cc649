-- What handlers emit while they run, kept as streams of their tasks. `streams` has a head of each, 'run count bytes
-- token'; the items are in `emitted`, 16 of them in a field 'chunk id', each as 'length:item'.
--
-- No script that moves a task touches its stream: whether a stream stands is told by where the task is. It stands
-- while the claim that emitted it holds the task, and after this claim has succeeded. Any other stream is void, and
-- may be dropped at any time.
--
-- KEYS  streams emitted
-- NAMES ITEMS_OF_CHUNK streamHead fieldOf stands dropStream
local ITEMS_OF_CHUNK, MOST_FIELDS = 16, 1000

-- The head of the stream of this task; nil when it has none.
local function streamHead(id)
  local run, count, bytes, token = (call('HGET', streams, id) or ''):match('^(%d+) (%d+) (%d+) (%S+)$')
  return run and {run = tonumber(run), count = tonumber(count), bytes = tonumber(bytes), token = token}
end

-- Where the item of this number is.
local function fieldOf(id, number) return math.floor(number / ITEMS_OF_CHUNK) .. ' ' .. id end

-- Whether the stream of this claim stands, where its task is in this state: with the token of its run, or its record.
-- A record tells when its run began, and so does the token.
local function stands(token, state, detail)
  if state == 'running' then return detail == token end
  return state == 'finished' and detail:match('^%d+ S (%d+) ') == token:match('%d+$')
end

local function dropStream(id, head)
  for first = 0, head.count - 1, ITEMS_OF_CHUNK * MOST_FIELDS do
    local fields = {}
    for number = first, math.min(head.count, first + ITEMS_OF_CHUNK * MOST_FIELDS) - 1, ITEMS_OF_CHUNK do
      fields[#fields + 1] = fieldOf(id, number)
    end
    call('HDEL', emitted, unpack(fields))
  end
  call('HDEL', streams, id)
end
