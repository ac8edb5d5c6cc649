#!lua
-- Fires schedules: enqueues their tasks, and moves each on to its next instant, in one atomic step.
-- Only who names the instant at which a schedule is due moves it: of many nodes one, and once. Like
-- enqueue without allow-oom: in a full Redis a schedule stays due.
--
-- KEYS  schedules templates fires fired buffered tasks ready results dead expiries ghosts counters events lane levels turns tags barred order costs
-- USES  clock after alive ready lanes spot numbers envelope costs wakes
-- ARGV  (name, revision ('*' = any), due, next, count, (instant) × count) ×
--       due = ms | '-' only enqueues a fire that was kept | 'now' fires out of turn, with count 0
--       next = ms | '' never
-- Returns {fired, skipped, id of each task that was enqueued...}.
-- Again: nothing, since the schedule has moved on; 'now' fires once more.
local enqueued, skips = {}, 0
local nowReady, laned, spots, nextNumber = {}, {}, {}, newNumbers()

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD schedules templates fired buffered tasks results ghosts counters fires dead expiries ready lane levels turns tags barred order costs

-- As in Protocol Buffers; string.char takes whole numbers only.
local function varint(number)
  local bytes = ''
  while number >= 128 do
    bytes = bytes .. string.char(number % 128 + 128)
    number = math.floor(number / 128)
  end
  return bytes .. string.char(number)
end

-- A template is an envelope that was created at 0, which is one byte, the second; of a laned task with a
-- spot before it, whose number and place are for each task anew.
local function enqueue(name, id, expiresIn)
  local template = call('HGET', templates, name)
  if not template or call('HEXISTS', ghosts, id) == 1 then return false end
  local kept, bare = spotOf(template), withoutSpot(template)
  local spot = kept and isNumbered(kept) and withNumber(kept, nextNumber()) or kept
  local envelope = bare:sub(1, 1) .. varint(now()) .. bare:sub(3)
  if spot then envelope = withSpot(spot, envelope) end
  if call('HSETNX', tasks, id, envelope) == 0 then return false end
  keepCost(id, headOf(bare).cost)
  if expiresIn > 0 then call('ZADD', expiries, after(expiresIn), id) end
  enqueued[#enqueued + 1] = id
  if spot then
    laned[#laned + 1], spots[#spots + 1] = id, spot
  else
    nowReady[#nowReady + 1] = id
  end
  return true
end

-- Of no task before it, too.
local function hasEnded(id)
  return id == '-' or not isAlive(id)
end

local function outOfTurn(name, expiresIn)
  local at = now()
  while not enqueue(name, name .. '.' .. at .. '.now', expiresIn) and at < now() + 100 do at = at + 1 end
end

local function fire(name, overlap, expiresIn, instants)
  -- Behind it stays what newer versions write there.
  local last, id, count, skipped, newer = (call('HGET', fired, name) or '0 - 0 0'):match('^(%S+) (%S+) (%S+) (%S+)(.*)$')
  local kept, changed = call('HGET', buffered, name), false

  local function enqueueFor(instant)
    local fresh = name .. '.' .. instant
    -- The clock was set back and shows an instant again: this is another run, with an id of its own.
    local again = tonumber(instant) <= tonumber(last)
    if again then fresh = fresh .. '.' .. now() end
    if enqueue(name, fresh, expiresIn) then
      last, id, count = again and last or instant, fresh, count + 1
    else
      skipped = skipped + 1
      skips = skips + 1
    end
    changed = true
  end

  if kept and hasEnded(id) then
    call('HDEL', buffered, name)
    enqueueFor(kept)
    kept = false
  end
  for _, instant in ipairs(instants) do
    if overlap == 'allow' or hasEnded(id) and not kept then
      enqueueFor(instant)
    elseif overlap == 'buffer' and not kept then
      call('HSET', buffered, name, instant)
      kept = instant
    else
      skipped = skipped + 1
      skips = skips + 1
      changed = true
    end
  end
  if changed then
    call('HSET', fired, name, last .. ' ' .. id .. ' ' .. count .. ' ' .. skipped .. newer)
  end
end

local i = 1
while i <= #ARGV do
  local name, revision, due, after, count = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4])
  local instants = {unpack(ARGV, i + 5, i + 4 + count)}
  i = i + 5 + count
  local line = call('HGET', schedules, name)
  if not line then
    call('ZREM', fires, name)
    call('HDEL', buffered, name)
  else
    local current, overlap, expiresIn = line:match('^(%S+) (%S+) (%S+)')
    expiresIn = tonumber(expiresIn)
    if revision == '*' or revision == current then
      if due == 'now' then
        outOfTurn(name, expiresIn)
      elseif due == '-' then
        fire(name, overlap, expiresIn, {})
      elseif call('ZSCORE', fires, name) == due and tonumber(due) <= now() then
        if after == '' then call('ZREM', fires, name) else call('ZADD', fires, after, name) end
        fire(name, overlap, expiresIn, instants)
      end
    end
  end
end

if #enqueued > 0 then
  call('HINCRBY', counters, 'accepted', #enqueued)
  makeReady(nowReady)
  enterLane(laned, spots)
  wakeLanes()
end
return {#enqueued, skips, unpack(enqueued)}
