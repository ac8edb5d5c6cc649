#!lua flags=allow-oom,no-writes
-- Lists a part of one structure, and which of its ids do not look right: what repair is to judge.
-- A hint: between two parts the queue lives on.
--
-- KEYS  tasks ready landing running sessions walk scheduled retrying dead succeeded cancelled expired retained results attempts notes cancels ghosts aside behind lane levels
-- USES  aside stuck spot tokens
-- ARGV  name of the structure, cursor ('0' = begin), count
-- Returns {next cursor ('0' = done), how many, ids (of a list only), ids that are wrong whatever the
--       lists say, ids that a list of waiting tasks must hold, ids that a list of ended ones must}.
-- Again: read only.
local name, cursor, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
local hashes = {tasks = tasks, running = running, results = results, attempts = attempts, notes = notes, cancels = cancels, ghosts = ghosts}
local sorted = {scheduled = scheduled, retrying = retrying, dead = dead}
local others = {retained = retained}
local waiting = {ready = ready, landing = landing}
local ended = {succeeded = succeeded, cancelled = cancelled, expired = expired}
local list = waiting[name] or ended[name]

local ids, scan = {}, nil
if list and cursor:sub(1, 1) == '-' then
  -- Behind the list, what is set aside by type, then what has another priority; the cursor is the last part that
  -- was shown.
  local set, mark = aside, '-'
  if cursor:sub(2, 2) == '=' then set, mark = levels, '-=' end
  local shown = cursor:sub(#mark + 1)
  local chunk = call('ZRANGEBYLEX', set, shown == '' and '-' or '(' .. shown, '(' .. ASIDE_COUNT, 'LIMIT', 0, 1)[1]
  ids = idsOf(chunk or '')
  cursor = chunk and mark .. chunk or set == aside and '-=' or '0'
elseif list then
  -- Counted from the right: tasks that are taken from the left meanwhile move no other.
  local from = tonumber(cursor)
  ids = call('LRANGE', list, -from - count, -from - 1)
  cursor = #ids < count and (name == 'ready' and call('ZCARD', aside) + call('ZCARD', levels) > 0 and '-' or '0') or tostring(from + count)
elseif name == 'lane' then
  scan = call('ZSCAN', lane, cursor, 'COUNT', count)
  cursor = scan[1]
  for i = 1, #scan[2], 2 do ids[#ids + 1] = scan[2][i]:sub(#scan[2][i]:match('^[^%z]*') + SPOT_TAIL + 1) end
else
  scan = hashes[name] and call('HSCAN', hashes[name], cursor, 'COUNT', count)
    or call('ZSCAN', sorted[name] or others[name], cursor, 'COUNT', count)
  cursor = scan[1]
  for i = 1, #scan[2], 2 do ids[#ids + 1] = scan[2][i] end
end

local function isOrphan(token)
  local session = token:match('^[^:]*')
  return not call('ZSCORE', sessions, session) and not call('ZSCORE', walk, session)
end

local function isInLane(id)
  local spot = call('EXISTS', lane) == 1 and spotOf(call('HGET', tasks, id))
  return spot and isNumbered(spot) and call('ZSCORE', lane, spot .. id)
end

-- What wakes workers is no task.
if ids[#ids] == TOKEN then ids[#ids] = nil end
if ids[1] == TOKEN then table.remove(ids, 1) end

local wrong, mustWait, mustHaveEnded = {}, {}, {}
for i = 1, #ids do
  local id = ids[i]
  local exists, ghost = call('HEXISTS', tasks, id) == 1, call('HEXISTS', ghosts, id) == 1
  local token, finished = call('HGET', running, id), call('HEXISTS', results, id) == 1
  local places = (token and 1 or 0) + (finished and 1 or 0)
  for _, set in pairs(sorted) do
    if call('ZSCORE', set, id) then places = places + 1 end
  end
  local dangling = not exists and not token and not ghost and name ~= 'lane'
  if places > 1 or dangling
    or (token and isOrphan(token))
    or (name == 'scheduled' and isStuck(id))
    or (name == 'cancels' and not token)
    or (name == 'retained' and not (exists and finished))
    or (waiting[name] and places > 0 and not ghost)
    or (name == 'lane' and places > 0)
    or (ended[name] and not (exists and finished)) then
    wrong[#wrong + 1] = id
  end
  if not list and (ghost or (exists and places == 0 and not isInLane(id))) then mustWait[#mustWait + 1] = id end
  if not list and finished and not call('ZSCORE', retained, id) then mustHaveEnded[#mustHaveEnded + 1] = id end
end
return {cursor, #ids, list and ids or {}, wrong, mustWait, mustHaveEnded}
