-- Makes tasks ready that were something else before, and remembers since when they are: for people, so
-- a bounded number.
--
-- KEYS  since
-- USES  clock ready
-- NAMES MAX_SINCE readyAgain
local MAX_SINCE = 10000

local function readyAgain(ids, first)
  if #ids > 0 and call('ZCARD', since) < MAX_SINCE then
    local entries = {}
    for i = 1, #ids do
      entries[2 * i - 1] = now()
      entries[2 * i] = ids[i]
    end
    call('ZADD', since, unpack(entries))
  end
  makeReady(ids, first)
end
