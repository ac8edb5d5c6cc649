#!lua flags=allow-oom
-- Pauses a schedule or lets it go on. A paused one keeps the instant at which it is due, below zero,
-- so that its policy decides about what it missed.
--
-- KEYS  schedules fires
-- ARGV  name, paused (0 | 1)
-- Returns {1 = so it is now | 0 = no such schedule}.
-- Again: the same.
local name, paused = ARGV[1], ARGV[2] == '1'

local score = tonumber(call('ZSCORE', fires, name) or nil)
if call('HEXISTS', schedules, name) == 0 then return {0} end
if score and (score < 0) ~= paused then call('ZADD', fires, -score, name) end
return {1}
