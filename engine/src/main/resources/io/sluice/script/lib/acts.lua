-- Acts on many tasks: each is a record in `bulk`, kept as JSON, and beside them which are under way, in
-- the order in which they were begun.
--
-- KEYS  bulk
-- USES  clock
-- NAMES UNDER_WAY save underWay waitsFor told shown finish makeRoom
local UNDER_WAY, MAX_KEPT = '*', 100

local function save(record)
  call('HSET', bulk, record.id, cjson.encode(record))
end

local function underWay()
  local ids = {}
  for id in (call('HGET', bulk, UNDER_WAY) or ''):gmatch('%S+') do ids[#ids + 1] = id end
  return ids
end

-- They are done one after the other, as they were begun.
local function waitsFor(record)
  local first = record.state == 'running' and underWay()[1]
  return first and first ~= record.id and first or ''
end

local function told(record)
  return ('%s %s %s %d %d %d %.0f'):format(record.id, record.action, record.state, record.matched, record.processed, record.failed, record.startedAt)
end

local function shown(record)
  return {'ok', told(record), waitsFor(record)}
end

local function finish(record, state)
  record.state = state
  record.finishedAt = now()
  save(record)
  local rest = {}
  for _, id in ipairs(underWay()) do
    if id ~= record.id then rest[#rest + 1] = id end
  end
  if #rest == 0 then call('HDEL', bulk, UNDER_WAY) else call('HSET', bulk, UNDER_WAY, table.concat(rest, ' ')) end
end

-- The oldest of those that are over make room.
local function makeRoom()
  if call('HLEN', bulk) <= MAX_KEPT then return end
  local all, oldest = call('HGETALL', bulk), nil
  for i = 1, #all, 2 do
    local record = all[i] ~= UNDER_WAY and cjson.decode(all[i + 1])
    if record and record.state ~= 'running' and (not oldest or record.startedAt < oldest.startedAt) then oldest = record end
  end
  if oldest then call('HDEL', bulk, oldest.id) end
end
