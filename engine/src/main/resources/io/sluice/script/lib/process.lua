-- The server process that runs the script, and its term as master: another one after each restart, each
-- failover, and each promotion. Within one term nothing that was written is taken back.
--
-- NAMES UNKNOWN_PROCESS thisProcess
local UNKNOWN_PROCESS, PROCESS_DIGITS = '?', 12
local process

-- Unknown where the server does not tell it, or this user may not ask.
local function thisProcess()
  if not process then
    local info = redis.pcall('INFO', 'replication')
    process = type(info) == 'string' and info:match('master_replid:(%x+)') or UNKNOWN_PROCESS
    process = process:sub(1, PROCESS_DIGITS)
  end
  return process
end
