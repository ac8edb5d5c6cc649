-- Takes what is new of the letters of another queue, for the two scripts that do: see receive.lua.
--
-- KEYS  counters
-- USES  process stands take backlog setting reports joined
-- NAMES receive
local function receive()
  local source, epoch, openEpoch, openNumber, openStamp = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
  local start, from, before = tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9]
  local FIRST_LETTER = 10
  local LOST, TASK = 'lost', 'task'
  local OF_BATCHES = {seal = true, stop = true, drop = true, report = true, hand = true, member = true}

  local theirs, number, stamp = standIn(source)
  local count = #ARGV - FIRST_LETTER + 1

  -- The place in the packet of the first letter that is new.
  local function firstNew()
    if count == 0 then return nil end
    if epoch > theirs then
      local isOpen = theirs == openEpoch and number == openNumber and stamp == openStamp
      return from == start and isOpen and 1 or nil
    end
    local held = epoch == theirs and number - from + 1 or -1
    if held == 0 then return before == stamp and 1 or nil end
    local letter = held > 0 and ARGV[FIRST_LETTER + held - 1]
    return letter and letter:match('^%S+') == stamp and held < count and held + 1 or nil
  end

  local maxBacklog = setting('max_backlog', ARGV[2])
  local first, items, ofBatches, unread, unknown, last = firstNew(), {}, {}, 0, '', nil
  for i = first or count + 1, count do
    local letter = ARGV[FIRST_LETTER + i - 1]
    local theirStamp, kind, at = letter:match('^(%S+) (%S+) ()')
    if kind == TASK then
      local id, due, body = letter:match('^(%S+) (%S*) ()', at)
      if id then items[#items + 1] = {id, letter:sub(body), due == '' and '0' or due} else unread = unread + 1 end
    elseif kind and OF_BATCHES[kind] then
      ofBatches[#ofBatches + 1] = {kind, letter:sub(at)}
    elseif kind ~= LOST then
      unknown = kind or '?'
      break
    end
    last = i
    stamp = theirStamp
  end

  local taken, isOverfull = 0, maxBacklog > 0 and isFull(maxBacklog)
  if last then
    theirs, number = epoch, from + last - 1
    keepStand(source, theirs, number, stamp)
    for i = 1, #ofBatches do
      if not takeBatchLetter(ofBatches[i][1], source, ofBatches[i][2], items) then unread = unread + 1 end
    end
    if #items > 0 then
      local known = takeIn(items)
      taken = #items - #known
      joinTaken(items, known)
    end
    if #items > taken then call('HINCRBY', counters, 'letters_known', #items - taken) end
    if unread > 0 then call('HINCRBY', counters, 'letters_unread', unread) end
  end
  return {theirs, number, stamp, thisProcess(), isOverfull and 1 or 0, taken, #items - taken, unknown, #ofBatches > 0 and last and 1 or 0}
end
