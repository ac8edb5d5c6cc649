-- Leaves how tasks ended of which nothing else is kept, for a while and for those who wait for it.
--
-- KEYS  awaited ends tasks results attempts notes
-- USES  clock
-- NAMES anyAwaited leaveEnds leaveKeptEnds
local ENDS_MS = 10000

-- Asked once a call; to be asked before anything is written.
local awaitedAtAll
local function anyAwaited()
  if awaitedAtAll == nil then
    awaitedAtAll = call('ZCARD', awaited) > 0
    if awaitedAtAll then
      -- GUARD ends
    end
  end
  return awaitedAtAll
end

local function leaveEnds(state, ids, detailOf)
  if not anyAwaited() then return end
  local untils = call('ZMSCORE', awaited, unpack(ids))
  for i = 1, #ids do
    local id = ids[i]
    if untils[i] and tonumber(untils[i]) > now() then
      call('HSET', ends, id, cmsgpack.pack({state, detailOf(i),
        call('HGET', tasks, id), call('HGET', attempts, id), call('HGET', notes, id)}))
      call('ZADD', awaited, now() + ENDS_MS, id)
    end
  end
end

-- Of tasks whose records are kept until now.
local function leaveKeptEnds(ids)
  leaveEnds('finished', ids, function(i) return call('HGET', results, ids[i]) end)
end
