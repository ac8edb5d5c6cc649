-- Ends the runs of tasks that succeeded.
--
-- KEYS  succeeded
-- USES  running ends finish over awaited forget keeping
-- NAMES endSuccesses

-- What is over the cap goes, oldest first; how those ended is left for who waits, if this call looks for them.
local function endSuccesses(all, cap, looksForWaiters)
  local usual, own, gone = all.usual, all.own, all.gone
  if #usual.ids > 0 then
    leaveRunning(usual.ids)
    local over = finish('succeeded', succeeded, usual.ids, usual.records, cap) - cap
    if cap > 0 and over > 0 then
      local oldest = takeOver(succeeded, over)
      if looksForWaiters then leaveKeptEnds(oldest) end
      forgetKept(oldest)
    end
  end
  if #own.ids > 0 then
    leaveRunning(own.ids)
    ended('succeeded', own.ids)
    keepOwn(own)
  end
  if #gone.ids > 0 then
    leaveRunning(gone.ids)
    finish('succeeded', succeeded, gone.ids, gone.records, 0)
  end
end
