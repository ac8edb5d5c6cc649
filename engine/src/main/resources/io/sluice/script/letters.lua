#!lua flags=allow-oom,no-writes
-- Tells what this queue writes to others: a part of its lines, and what was counted of all.
--
-- KEYS  lines counters
-- ARGV  cursor ('0' at first), how many are looked at
-- Returns {cursor of the next part, '0' behind the last; letters that are unsent in all lines; how often a target had
--       lost more than was kept; letters that were dropped before their time;
--       target, unsent, kept, how often a deliverer took letters of it and did not come back, of each line...}.
-- Again: read only.
local LINE = '^%S+ %S+ (%d+) %S+ %S+ %S+ %S+ %S+ (%d+) (%d+) (%d+)'
local page = call('HSCAN', lines, ARGV[1], 'COUNT', ARGV[2])
local counted = call('HMGET', counters, 'letters_out_of_reach', 'letters_cut')
local reply = {page[1], tonumber(call('HGET', lines, '*') or 0), tonumber(counted[1] or 0), tonumber(counted[2] or 0)}
for i = 1, #page[2], 2 do
  local looks, first, next, sent = page[2][i + 1]:match(LINE)
  if looks then
    reply[#reply + 1] = page[2][i]
    reply[#reply + 1] = next - 1 - sent
    reply[#reply + 1] = next - first
    reply[#reply + 1] = tonumber(looks)
  end
end
return reply
