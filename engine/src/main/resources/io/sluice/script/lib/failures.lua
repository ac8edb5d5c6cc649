-- The record of a task that failed or crashed: 'failures crashes ', and its failures, newest first. The
-- traces, behind the third line of each, stay with the newest only.
--
-- NAMES withFailure newLife
local MAX_FAILURES, MAX_TRACES = 10, 3

-- When there are too many the first of all stays, since its time is asked for.
local function withFailure(older, failure)
  local kept = {failure}
  for one in older:gmatch('[^\30]+') do
    kept[#kept + 1] = #kept < MAX_TRACES and one or one:match('^[^\n]*\n[^\n]*\n[^\n]*') or one
  end
  if #kept > MAX_FAILURES then table.remove(kept, #kept - 1) end
  return table.concat(kept, '\30')
end

-- Its failures stay to be read, and count no more.
local function newLife(record)
  return '0 0 ' .. record:match('^%d+ %d+ ?(.*)$')
end
