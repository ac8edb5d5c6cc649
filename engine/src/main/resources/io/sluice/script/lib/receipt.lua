-- The receipt of a lane: the number of its last call, and what that call was answered. It is kept for
-- longer than a call is sent again.
--
-- KEYS  receipt
-- NAMES lastCall keepReceipt

-- INLINE lastOfOne
-- The `last` call of the lane, and whether the call `seq` `isNext`: not the same, and none that comes too late.
local last = call('GET', receipt)
local isNext = not last or tonumber(last:match('^%d+')) < tonumber(seq)

-- INLINE receiptOfOne
call('SET', receipt, seq .. ' ' .. answer, 'EX', 3600)

-- INLINE isMoved
-- Whether the caller goes by an older `map` of the partitions than the queue, if that has one: lanes of callers who
-- know a map are named by its generation, `m<generation>.<name>`.
local isMoved = map and tonumber(receipt:match('/m(%d+)%.[^/]*$') or 0) < tonumber(map)

local RECEIPT_SECONDS = 3600

-- The number and the answer of the last call, and whether that makes a call of this number come too
-- late; nothing when there was none.
local function lastCall(seq)
  local last = call('GET', receipt)
  if not last then return nil end
  local lastSeq, answer = last:match('^(%d+) (.*)$')
  return lastSeq, answer, tonumber(lastSeq) > tonumber(seq)
end

local function keepReceipt(seq, answer)
  call('SET', receipt, seq .. ' ' .. answer, 'EX', RECEIPT_SECONDS)
end
