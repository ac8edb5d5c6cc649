-- Publishes what happened to tasks, one message a state. Whether somebody listens is asked once a call,
-- and without a listener no message is built.
--
-- KEYS  events
-- USES  clock
-- NAMES tell listened
local listened

local function tell(state, ids)
  if #ids == 0 then return end
  if listened == nil then listened = call('PUBSUB', 'NUMSUB', events)[2] > 0 end
  if listened then
    redis.pcall('PUBLISH', events, now() .. ' @' .. state .. ' ' .. table.concat(ids, ' '))
  end
end
