-- Records successes and takes in the follow-ups of those that are accepted, in one step: an outcome that is
-- refused has handed on nothing.
--
-- KEYS  running settings counters
-- USES  after receipt running followed awaited fence endrecord keeping endsuccesses take moved costs follow spot slots ready wakes letters joined handed
-- NAMES handOn
local PARTS_OF_ONE, PARTS_OF_FOLLOW_UP = 5, 4

-- The claims that are held, each with its follow-ups as the place of the first in ARGV and their number; and the
-- indexes of those that are lost.
local function readHeld()
  local held, lost, seen, i, nth = {}, {}, {}, 3, 0
  while i <= #ARGV do
    nth = nth + 1
    local token, id, n = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 4])
    local holder = call('HGET', running, id)
    if seen[id] or not isHeldBy(holder, token) then
      lost[#lost + 1] = nth
    else
      seen[id] = true
      held[#held + 1] = {id = id, holder = holder, keptFor = ARGV[i + 3], first = i + PARTS_OF_ONE, n = n,
        record = endRecord('S', token, ARGV[i + 2])}
    end
    i = i + PARTS_OF_ONE + PARTS_OF_FOLLOW_UP * n
  end
  return held, lost
end

-- A follow-up that is to be a member has more than its queue: see handMember.
local function joins(way) return way:find(' ', 1, true) ~= nil end

-- Those of this queue are taken in; to another queue a letter is written.
local function takeFollowUps(held)
  local items = {}
  for i = 1, #held do
    for x = held[i].first, held[i].first + PARTS_OF_FOLLOW_UP * (held[i].n - 1), PARTS_OF_FOLLOW_UP do
      local target, id, envelope, due = unpack(ARGV, x, x + PARTS_OF_FOLLOW_UP - 1)
      if target == '' then
        items[#items + 1] = {id, envelope, due}
      elseif joins(target) then
        handMember(items, target, held[i].id, {id, envelope, due})
      else
        post(target, 'task', id .. ' ' .. due .. ' ' .. envelope)
      end
    end
  end
  local known = takeIn(items)
  if #known > 0 then call('HINCRBY', counters, 'known', #known) end
  joinTaken(items, known)
end

local function endHeld(held, cap)
  local all = noSuccesses()
  for i = 1, #held do
    local one, to = held[i], keptFor(held[i].keptFor, all)
    to.ids[#to.ids + 1] = one.id
    to.records[#to.records + 1] = one.id
    to.records[#to.records + 1] = one.record
    if to.dropAt then
      to.dropAt[#to.dropAt + 1] = after(tonumber(one.keptFor))
      to.dropAt[#to.dropAt + 1] = one.id
    end
  end
  endSuccesses(all, cap, true)
end

local function handOn()
  local seq = ARGV[1]
  local lastSeq, lostBefore, late = lastCall(seq)
  if lastSeq == seq then
    local reply, level = {'replayed'}, call('HGET', settings, 'durability')
    if level then reply[1] = 'replayed ' .. level end
    for nth in lostBefore:gmatch('%d+') do reply[#reply + 1] = tonumber(nth) end
    return reply
  end
  if late then return {'old'} end

  local rules = call('HMGET', settings, 'retention_count', 'max_concurrency', 'durability')
  local wasFull = rules[2] and call('HLEN', running) >= tonumber(rules[2])
  anyCosts()
  anyMembers()
  anyBehind()
  anyAwaited()
  local held, lost = readHeld()
  if #held > 0 then
    local left = {}
    for i = 1, #held do left[#left + 1] = spotOfRun(held[i].holder) end
    takeFollowUps(held)
    endHeld(held, tonumber(rules[1] or ARGV[2]))
    freeSlots(left)
    letFollow(runsLeft)
    wakeLanes()
    if wasFull then wakeReady() end
  end
  keepReceipt(seq, table.concat(lost, ' '))
  return {rules[3] and 'ok ' .. rules[3] or 'ok', unpack(lost)}
end
