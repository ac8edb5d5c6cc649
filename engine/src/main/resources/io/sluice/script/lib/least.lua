-- How safe the enqueues of a queue and the ends of its tasks are to be at least, told to who makes them.
--
-- KEYS  settings
-- NAMES withLeast

-- The answer of a call that took tasks in, or settled them, now or before; its first word is followed by the level, where one is set.
local function withLeast(reply, level)
  if reply and reply[1] == 'replayed' then level = call('HGET', settings, 'durability') end
  if level then reply[1] = reply[1] .. ' ' .. level end
  return reply
end
