#!lua flags=allow-oom,no-writes
-- Lists tasks of one state, a page at a time, newest first: the last that came into the list, or
-- the one with the latest time; or oldest first. Those that run come in no order, and so does what is
-- ready behind the list of the plain ones. Between two pages the queue lives on; what was to come next
-- is looked for a little way off. A page ends where a lookup of its tasks would bring more bytes than
-- are asked for; one task comes whatever its size.
--
-- KEYS  lane levels ready scheduled retrying running dead succeeded cancelled expired retained ghosts aside tasks results attempts notes
-- USES  ghosts page tokens
-- ARGV  state, cursor ('' = begin; else as it was answered), limit, bytes, group (of ready; '' = any), newest | oldest
-- Returns {next cursor ('' = these were the last), bytes that a lookup of these brings, id...}.
-- Again: read only.
local state, cursor, limit, bytes, group = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5] or ''
local oldest = ARGV[6] == 'oldest'
local NEAR = 1000
local lists = {ready = ready, succeeded = succeeded, cancelled = cancelled, expired = expired}
local sorted = {scheduled = scheduled, retrying = retrying, dead = dead, retained = retained}

-- Cuts a page off where it becomes too large; answers the first that it left out.
local used = 0
local function cut(page)
  for i = 1, #page do
    local size = 0
    for _, hash in ipairs({tasks, results, attempts, notes}) do size = size + call('HSTRLEN', hash, page[i]) end
    if i > 1 and used + size > bytes then
      local out = page[i]
      for j = #page, i, -1 do page[j] = nil end
      return out
    end
    used = used + size
  end
end

-- What a list holds from a place to another, counted from the end at which it is begun.
local function stretch(list, from, to)
  if oldest then return call('LRANGE', list, from, to) end
  local ids, page = call('LRANGE', list, -to - 1, -from - 1), {}
  for i = #ids, 1, -1 do page[#page + 1] = ids[i] end
  return page
end

-- The cursor is 'offset id', where id is the first that was not shown: what was shown may be removed.
local function pageOfList(list)
  local offset, first = cursor:match('^(%d+) (%S+)$')
  offset = tonumber(offset or 0)
  if offset > 0 then
    local near = math.max(0, offset - NEAR)
    for i, id in ipairs(stretch(list, near, offset + NEAR)) do
      if id == first then
        offset = near + i - 1
        break
      end
    end
  end
  local page = stretch(list, offset, offset + limit)
  local more = table.remove(page, limit + 1)
  more = cut(page) or more
  return page, more and (offset + #page) .. ' ' .. more or ''
end

local function pageOfSorted(set)
  local page, from = {}, placeBehind(set, cursor, oldest)
  local entries = call(oldest and 'ZRANGE' or 'ZREVRANGE', set, from, from + limit - 1, 'WITHSCORES')
  for i = 1, #entries, 2 do page[#page + 1] = entries[i] end
  local more = cut(page) or #page == limit
  return page, more and entries[2 * #page] .. ' ' .. page[#page] or ''
end

-- Where the scan is; where a part of it was cut, also the last that was shown of it, by its id.
local function pageOfRunning()
  local at, lastId = cursor:match('^(%d+) ?(.*)$')
  local scan, page = call('HSCAN', running, at or '0', 'COUNT', limit), {}
  for i = 1, #scan[2], 2 do
    local id = scan[2][i]
    if not lastId or id > lastId then page[#page + 1] = id end
  end
  table.sort(page)
  if cut(page) then return page, (at or '0') .. ' ' .. page[#page] end
  return page, scan[1] == '0' and '' or scan[1]
end

local function withoutGhosts(ids)
  if #ids == 0 or call('HLEN', ghosts) == 0 then return ids end
  local alive = partGhosts(ids)
  return alive
end

-- What waits in the lane, by group, and in it in the order in which it is to run: 'lane member', in hexadecimal
-- digits, since a member is no text.
local SPOT_TAIL = 15

local function pageOfLane(last)
  local shown = last and last:gsub('%x%x', function(digits) return string.char(tonumber(digits, 16)) end)
  local from = shown and '(' .. shown or group == '' and '-' or '[' .. group .. '\0'
  local members, page = call('ZRANGEBYLEX', lane, from, group == '' and '+' or '(' .. group .. '\1', 'LIMIT', 0, limit), {}
  for i = 1, #members do page[i] = members[i]:sub(#members[i]:match('^[^%z]*') + SPOT_TAIL + 1) end
  local more = cut(page) or #page == limit
  return page, more and 'lane ' .. members[#page]:gsub('.', function(letter) return ('%02x'):format(letter:byte()) end) or ''
end

-- It is the first of the list: the last of a page, or the first where the oldest is.
local function withoutToken(ids)
  if ids[#ids] == TOKEN then ids[#ids] = nil elseif ids[1] == TOKEN then table.remove(ids, 1) end
  return ids
end

-- Behind the list, what is set aside by type, and of each priority, oldest first: 'name place part'.
local function pageOfParts(name, set)
  local place, part = cursor:match('^%a+ (%d+) (.*)$')
  local skip, page = tonumber(place or 0), {}
  local chunk = call('ZRANGEBYLEX', set, (part and part ~= '-') and '[' .. part or '-', '(\255', 'LIMIT', 0, 1)[1]
  if not chunk then return page, '' end
  local head, ids = chunk:match('^(%S* %d+) (.*)$')
  if head ~= part then skip = 0 end
  local n = 0
  for id in ids:gmatch('%S+') do
    n = n + 1
    if n > skip and #page < limit then page[#page + 1] = id end
  end
  cut(page)
  if skip + #page < n then return page, name .. ' ' .. skip + #page .. ' ' .. head end
  local after = call('ZRANGEBYLEX', set, '(' .. chunk, '(\255', 'LIMIT', 0, 1)[1]
  return page, after and name .. ' 0 ' .. after:match('^(%S* %d+)') or ''
end

local function pageOfPlain()
  local page, after = {}, ''
  if cursor:sub(1, 6) == 'aside ' then
    page, after = pageOfParts('aside', aside)
  elseif cursor:sub(1, 7) == 'levels ' then
    page, after = pageOfParts('levels', levels)
    return withoutGhosts(page), after
  else
    page, after = pageOfList(ready)
    if after == '' and call('ZCARD', aside) > 0 then after = 'aside 0 -' end
  end
  if after == '' and call('ZCARD', levels) > 0 then after = 'levels 0 -' end
  return withoutToken(withoutGhosts(page)), after
end

local function pageOfReady()
  if group ~= '' or cursor:sub(1, 5) == 'lane ' then
    return pageOfLane(#cursor > 5 and cursor:sub(6) or nil)
  end
  local page, after = pageOfPlain()
  if after ~= '' or call('EXISTS', lane) == 0 then return page, after end
  if #page > 0 then return page, 'lane ' end
  return pageOfLane(nil)
end

local page, nextCursor
if state == 'running' then
  page, nextCursor = pageOfRunning()
elseif state == 'ready' then
  page, nextCursor = pageOfReady()
elseif lists[state] then
  page, nextCursor = pageOfList(lists[state])
else
  page, nextCursor = pageOfSorted(sorted[state])
end
return {nextCursor, used, unpack(page)}
