-- A setting of the queue that is a number; where the queue has none, that of the caller.
--
-- KEYS  settings
-- NAMES setting
local function setting(name, default)
  return tonumber(call('HGET', settings, name) or default)
end
