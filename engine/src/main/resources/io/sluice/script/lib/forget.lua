-- Forgets tasks. All that leaves `tasks` leaves it through here.
--
-- KEYS  tasks attempts notes results
-- NAMES forget forgetKept anyAttempts anyNotes

-- INLINE forgetOnly
-- These `ids`, which have neither attempts nor notes.
call('HDEL', tasks, unpack(ids))

local anyAttempts, anyNotes = true, true -- set to false by who has seen that there are none

-- Of which no record was kept.
local function forget(ids)
  call('HDEL', tasks, unpack(ids))
  if anyAttempts then call('HDEL', attempts, unpack(ids)) end
  if anyNotes then call('HDEL', notes, unpack(ids)) end
end

local function forgetKept(ids)
  call('HDEL', results, unpack(ids))
  forget(ids)
end
