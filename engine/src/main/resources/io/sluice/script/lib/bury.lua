-- Sends tasks to the dead letters. Every task that comes into `dead` comes through here.
--
-- KEYS  dead counters
-- USES  clock told moved
-- NAMES bury
local function bury(ids)
  local entries = {}
  for i = 1, #ids do entries[2 * i - 1], entries[2 * i] = now(), ids[i] end
  call('ZADD', dead, unpack(entries))
  call('HINCRBY', counters, 'dead', #ids)
  tell('dead', ids)
  moved(ids, 'pending', 'dead')
end
