-- Which server process runs the script: a cursor of a scan is valid only for the one that gave it, since hash
-- seeds differ.
--
-- NAMES SCANNED_UNKNOWN runId countFor
-- Entries that one call scans where the process is not known: all, so that no cursor has to be kept.
local SCANNED_UNKNOWN = 100000

-- Empty where INFO is renamed or this user may not ask.
local function runId()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and info:match('run_id:(%w+)') or ''
end

local function countFor(run, scanCount)
  return run == '' and SCANNED_UNKNOWN or scanCount
end
