-- Takes tasks out of `levels`. One that leaves in another way leaves a ghost there.
--
-- KEYS  levels ghosts
-- USES  levels
-- NAMES readLevels leaveLevels popLevels aheadInLevels
local readLevels, leaveLevels, popLevels, aheadInLevels
do
  local PARTS_A_PAGE, MOST_PARTS = 16, 1000
  local readParts = {} -- from which ids were read

  local function parsed(text)
    local head, rest = text:match('^(%d %d+ )(.*)$')
    local part = {text = text, head = head, ids = {}}
    for id in (rest or ''):gmatch('%S+') do part.ids[#part.ids + 1] = id end
    return part
  end

  local function eachPart(from, to, take)
    from, to = '[' .. from, '(' .. to
    while true do
      local page = call('ZRANGEBYLEX', levels, from, to, 'LIMIT', 0, PARTS_A_PAGE)
      for i = 1, #page do
        if not take(parsed(page[i])) then return end
      end
      if #page < PARTS_A_PAGE then return end
      from = '(' .. page[#page]
    end
  end

  -- The first ids from one urgency to before another, and their spots; so many at least, if there are.
  function readLevels(from, to, most)
    local ids, spots, n, ghostly = {}, {}, 0, call('HLEN', ghosts) > 0
    if most <= 0 then return ids, spots end
    eachPart(from, to, function(part)
      local spot, marks = '\0' .. part.head:sub(1, 1), ghostly and call('HMGET', ghosts, unpack(part.ids))
      readParts[#readParts + 1] = part
      part.marks = marks
      for i = 1, #part.ids do
        if not (marks and marks[i]) then
          n = n + 1
          ids[n], spots[n] = part.ids[i], spot
        end
      end
      return n < most
    end)
    return ids, spots
  end

  local function replace(part, rest)
    call('ZREM', levels, part.text)
    if #rest > 0 then call('ZADD', levels, 0, part.head .. table.concat(rest, ' ')) end
    return #part.ids - #rest
  end

  -- Of those that were read these go, and the ghosts among them.
  function leaveLevels(ids)
    local goes, gone, met = {}, 0, {}
    for i = 1, #ids do goes[ids[i]] = true end
    for i = 1, #readParts do
      local part, rest = readParts[i], {}
      for k = 1, #part.ids do
        local id = part.ids[k]
        if part.marks and part.marks[k] then met[#met + 1] = id elseif not goes[id] then rest[#rest + 1] = id end
      end
      if #rest < #part.ids then gone = gone + replace(part, rest) end
    end
    readParts = {}
    if gone > 0 then countLevels(-gone) end
    if #met > 0 then call('HDEL', ghosts, unpack(met)) end
  end

  -- Takes the first so many out, ghosts as well.
  function popLevels(most)
    local ids = {}
    eachPart('0', BEHIND_LAST, function(part)
      local rest = {}
      for i = 1, #part.ids do
        if #ids < most then ids[#ids + 1] = part.ids[i] else rest[#rest + 1] = part.ids[i] end
      end
      replace(part, rest)
      return #ids < most
    end)
    if #ids > 0 then countLevels(-#ids) end
    return ids
  end

  -- How many ids come before this one of an urgency, or before this urgency, and whether these are all: so
  -- many parts are looked at.
  function aheadInLevels(urgency, id)
    local parts, ahead = call('ZRANGEBYLEX', levels, '-', '(' .. urgency .. (id and '!' or ''), 'LIMIT', 0, MOST_PARTS), 0
    for i = 1, #parts do
      local ids = parsed(parts[i]).ids
      for k = 1, #ids do
        if ids[k] == id then return ahead, true end
        ahead = ahead + 1
      end
    end
    return ahead, not id and #parts < MOST_PARTS
  end
end
