-- What an enqueue call was answered, read from the receipt of its lane.
--
-- USES  receipt
-- NAMES answeredBefore

-- The same answer to the same call, or that it comes too late; nothing of a call that is new.
local function answeredBefore(seq)
  local lastSeq, answer, late = lastCall(seq)
  if late then return {'old'} end
  if lastSeq ~= seq then return nil end
  local first, rest = answer:match('^(%a+) ?(.*)$')
  if first then return {first, tonumber(rest or nil)} end
  local reply = {'replayed'}
  for part in answer:gmatch('[^,]+') do reply[#reply + 1] = tonumber(part) or part end
  return reply
end
