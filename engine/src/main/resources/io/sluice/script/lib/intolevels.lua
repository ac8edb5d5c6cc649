-- Puts tasks into `levels`; wakeLanes is to be called after it.
--
-- KEYS  levels order
-- USES  levels wakes
-- NAMES leveledIn enterLevels
local leveledIn, enterLevels
do
  local IDS_A_PART, PART = 64, '%s %015d %s'
  local URGENCIES = '0123456789'
  local FIRST_NUMBER = 100000000000000 -- as many digits as any other, with room before it

  -- Behind all before: only parts of one urgency are compared.
  local function numberOfLast(before)
    local number = (before or tonumber(call('HGET', order, 'part') or FIRST_NUMBER)) + 1
    call('HSET', order, 'part', number)
    return number
  end

  -- The number of what comes before all others of its urgency.
  local function numberOfFirst(urgency)
    local text = call('ZRANGEBYLEX', levels, '[' .. urgency, '(' .. urgency .. '!', 'LIMIT', 0, 1)[1]
    return text and tonumber(text:match('^%d (%d+)')) - 1 or numberOfLast()
  end

  local function reversed(ids)
    local back = {}
    for i = #ids, 1, -1 do back[#back + 1] = ids[i] end
    return back
  end

  -- Of a call of enqueue whose fresh items up to an argument end with these others: their ids by urgency, and where
  -- they begin.
  function leveledIn(others, last)
    local byUrgency, first = {}, last + 1
    for count in others:gmatch('%d (%d+)') do first = first - 2 * count end
    local at = first
    for urgency, count in others:gmatch('(%d) (%d+)') do
      local ids = {}
      for i = 1, tonumber(count) do ids[i] = ARGV[at + 2 * (i - 1)] end
      byUrgency[urgency], at = ids, at + 2 * count
    end
    return byUrgency, first
  end

  -- Of these urgencies these ids, behind all others; or before them, the last one first.
  function enterLevels(byUrgency, first)
    local entries, count, number = {}, 0, nil
    for urgency in URGENCIES:gmatch('%d') do
      local ids = byUrgency[urgency] or {}
      local together = first and math.max(1, #ids) or IDS_A_PART
      if first and #ids > 0 then ids, number = reversed(ids), numberOfFirst(urgency) end
      for from = 1, #ids, together do
        number = from == 1 and number or numberOfLast(number)
        entries[#entries + 1] = 0
        entries[#entries + 1] = PART:format(urgency, number, table.concat(ids, ' ', from, math.min(#ids, from + together - 1)))
      end
      count = count + #ids
      arrive(ids)
    end
    call('ZADD', levels, unpack(entries))
    countLevels(count)
  end
end
