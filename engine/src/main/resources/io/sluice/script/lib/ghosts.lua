-- What was cancelled, expired or deleted while it waited in a list, of which only its id is left there.
--
-- KEYS  ghosts
-- NAMES partGhosts

-- Of these ids those that are alive, and those that are ghosts.
local function partGhosts(ids)
  local marks, alive, marked = call('HMGET', ghosts, unpack(ids)), {}, {}
  for i = 1, #ids do
    if not marks[i] then alive[#alive + 1] = ids[i] else marked[#marked + 1] = ids[i] end
  end
  return alive, marked
end
