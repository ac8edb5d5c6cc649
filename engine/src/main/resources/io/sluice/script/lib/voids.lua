-- Drops streams that do not stand any more, of a sample of all: what is missed is met by a later call.
--
-- KEYS  streams tasks running results ends
-- USES  streams
-- NAMES dropVoids
local STREAMS_LOOKED_AT, MOST_DROPPED_ITEMS = 64, 20000

local function isVoid(id, token)
  local holder = call('HGET', running, id)
  if holder then return not stands(token, 'running', holder:match('^[^ ]*')) end
  if call('HEXISTS', tasks, id) == 1 then return not stands(token, 'finished', call('HGET', results, id) or '') end
  -- Who follows it may still read it.
  local left = call('HGET', ends, id)
  local state, detail = unpack(left and cmsgpack.unpack(left) or {})
  return not stands(token, state, detail)
end

-- Answers how many were dropped.
local function dropVoids()
  if call('HLEN', streams) == 0 then return 0 end
  local sample, dropped, items = call('HRANDFIELD', streams, STREAMS_LOOKED_AT), 0, 0
  for i = 1, #sample do
    local head = streamHead(sample[i]) or {count = 0, token = ''}
    if isVoid(sample[i], head.token) then
      dropStream(sample[i], head)
      dropped, items = dropped + 1, items + head.count
      if items > MOST_DROPPED_ITEMS then break end
    end
  end
  return dropped
end
