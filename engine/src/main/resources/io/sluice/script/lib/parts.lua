-- Takes ids of what was set aside.
--
-- KEYS  aside
-- USES  aside sort
-- NAMES takeOfTypes takeOfAny takenOfParts leaveParts
local takeOfTypes, takeOfAny, takenOfParts, leaveParts
do
  local AFTER_TYPES = '(' .. ASIDE_COUNT
  local parts = {} -- those from which ids were taken, in the order of these ids

  local function takeBetween(from, to, ids, max)
    while #ids < max do
      local text = call('ZRANGEBYLEX', aside, from, to, 'LIMIT', 0, 1)[1]
      if not text then break end
      local part = {text = text, head = text:match('^%S* %d+ '), ids = idsOf(text), first = #ids + 1}
      part.taken = math.min(#part.ids, max - #ids)
      for i = 1, part.taken do ids[#ids + 1] = part.ids[i] end
      parts[#parts + 1] = part
      from = '(' .. text
    end
  end

  -- In turn, so that none of the types waits for the others.
  function takeOfTypes(types, turn, max)
    local ids = {}
    parts = {}
    for i = 1, #types do
      local type = types[(turn + i) % #types + 1]
      if isType(type) then takeBetween('[' .. type .. ' ', '(' .. type .. '!', ids, max) end
    end
    return ids
  end

  -- Begins at any type, so that none waits for the others, and goes round once.
  function takeOfAny(ids, max)
    local any = call('ZRANDMEMBER', aside)
    local first = (any == ASIDE_COUNT and '' or any:match('^%S*')) .. ' '
    takeBetween('[' .. first, AFTER_TYPES, ids, max)
    takeBetween('-', '(' .. first, ids, max)
  end

  function takenOfParts()
    local taken = 0
    for _, part in ipairs(parts) do taken = taken + part.taken end
    return taken
  end

  -- What was taken of each part, as far as it comes before the rest, leaves it; the others stay in it.
  function leaveParts(rest)
    local left = 0
    for _, part in ipairs(parts) do
      local taken = math.max(0, math.min(part.taken, rest - part.first))
      if taken > 0 then
        call('ZREM', aside, part.text)
        if taken < #part.ids then
          call('ZADD', aside, 0, part.head .. table.concat(part.ids, ' ', taken + 1))
        end
        left = left + taken
      end
    end
    if left > 0 then countAside(-left) end
  end
end
