-- Sets a bounded part of what is ready aside, by type.
--
-- KEYS  ready aside tasks ghosts
-- USES  aside fitting ready
-- NAMES setReadyAside isType
local setReadyAside, isType
do
  local MOST_SORTED, MOST_SORTED_BYTES, IDS_TOGETHER = 2000, 4194304, 256

  -- An envelope begins with a version, the time as a varint, and the type as a varint length and text.
  -- A type has at most 100 letters.
  local function typeOf(envelope)
    local at = envelope:find('[%z\1-\127]', 2) or 1
    return envelope:sub(at + 2, at + 1 + (envelope:byte(at + 1) or 0))
  end

  function isType(text) return text:find('^[%w._-]+$') end

  -- Behind those of their type; the last part is filled up.
  local function putAside(byType)
    local members, added = {}, 0
    for type, list in pairs(byType) do
      local last = call('ZREVRANGEBYLEX', aside, '(' .. type .. '!', '[' .. type .. ' ', 'LIMIT', 0, 1)[1]
      local number = last and tonumber((last:match('^%S* (%d+)'))) or 0
      added = added + #list
      if last then
        local before = idsOf(last)
        if #before < IDS_TOGETHER then
          call('ZREM', aside, last)
          for i = 1, #list do before[#before + 1] = list[i] end
          list, number = before, number - 1
        end
      end
      for i = 1, #list, IDS_TOGETHER do
        number = number + 1
        members[#members + 1] = 0
        members[#members + 1] = ('%s %012d %s'):format(type, number, table.concat(list, ' ', i, math.min(#list, i + IDS_TOGETHER - 1)))
      end
    end
    if #members > 0 then
      call('ZADD', aside, unpack(members))
      countAside(added)
    end
  end

  function setReadyAside(ghostly)
    local list = call('LPOP', ready, MOST_SORTED)
    if not list then return end
    local marks, gone = ghostly and call('HMGET', ghosts, unpack(list)), {}
    local byType, read, from, part = {}, 0, 1, FIRST_READ
    while from <= #list and read < MOST_SORTED_BYTES do
      local last = math.min(#list, from + part - 1)
      local found = call('HMGET', tasks, unpack(list, from, last))
      for i = 1, #found do
        local id, envelope = list[from + i - 1], found[i]
        if marks and marks[from + i - 1] then
          gone[#gone + 1] = id
        elseif envelope then
          read = read + #envelope
          local type = typeOf(envelope)
          -- What nobody can have written goes where claims of any type find it.
          if not byType[type] and not isType(type) then type = '' end
          byType[type] = byType[type] or {}
          table.insert(byType[type], id)
        end
      end
      from = last + 1
      part = math.max(FIRST_READ, math.ceil((MOST_SORTED_BYTES - read) * last / math.max(1, read)))
    end
    returnReady(list, from, #list)
    if #gone > 0 then call('HDEL', ghosts, unpack(gone)) end
    putAside(byType)
  end
end
