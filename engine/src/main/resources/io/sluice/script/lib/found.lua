-- Looks tasks up. How one ended that is not kept may be left in `ends`, for those who wait for it.
--
-- KEYS  tasks attempts notes ends
-- USES  state
-- NAMES lookUp
local function found(id)
  local envelope = call('HGET', tasks, id)
  if envelope then
    local state, detail = placeOf(id)
    return {state, detail, envelope, call('HGET', attempts, id), call('HGET', notes, id)}
  end
  local left = call('HGET', ends, id)
  return left and cmsgpack.unpack(left) or {'unknown'}
end

-- Of these arguments, from one on, as many as fit into the bytes, and one at least.
local function lookUp(firstId, bytes)
  local reply, used = {}, 0
  for i = firstId, #ARGV do
    local one = found(ARGV[i])
    for x = 1, 5 do used = used + (one[x] and #one[x] or 0) end
    if used > bytes and #reply > 0 then break end
    reply[#reply + 1] = one
  end
  return reply
end
