-- Has the reaper walk for sessions that were fenced. Only a pass that begins after the fence meets all
-- that ran under them.
--
-- KEYS  walk
-- NAMES walkFor
local function walkFor(fenced, pass, cursor)
  local entries, needed = {}, cursor == '0' and pass + 1 or pass + 2
  for i = 1, #fenced do
    entries[2 * i - 1] = needed
    entries[2 * i] = fenced[i]
  end
  call('ZADD', walk, unpack(entries))
end
