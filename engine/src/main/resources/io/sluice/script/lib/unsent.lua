-- Whether letters to other queues hold the claims of this one: too many are unsent, so that a target that
-- cannot be reached stops its sources and does not fill their Redis; or a target is full.
--
-- KEYS  lines
-- USES  clock
-- NAMES restForLetters
local restForLetters
do
  local MAX_LETTERS, REST_MS = 100000, 1000

  -- For how many ms, and why; nothing when they do not.
  function restForLetters()
    local found = call('HMGET', lines, '*', '*full')
    local unsent, ms = tonumber(found[1] or 0), tonumber(found[2] or 0) - now()
    if unsent >= MAX_LETTERS then
      return REST_MS, ('%d letters to other queues are not sent; claims go on below %d'):format(unsent, MAX_LETTERS)
    end
    if ms > 0 then return math.min(ms, REST_MS), 'a queue that follow-ups of this one go to is full' end
  end
end
