#!lua flags=allow-oom,no-writes
-- Lists members of a batch in this queue that have not ended for good: a chunk of a walk through the members of all batches.
--
-- KEYS  membership tally tasks running results ghosts scheduled retrying dead
-- USES  state memberships
-- ARGV  batch@home, state ('' = any; scheduled | ready | running | retrying | dead), cursor, skip, limit, entries that one call looks at
-- Returns {next cursor, next skip, id...}; '0' is the first and the last cursor, of a skip of 0.
-- Again: read only.
local number, wanted, cursor = call('HGET', tally, ARGV[1]), ARGV[2], ARGV[3]
local skip, limit = tonumber(ARGV[4]), tonumber(ARGV[5])
if not number then return {'0', 0} end

local scan, ids = call('HSCAN', membership, cursor, 'COUNT', ARGV[6]), {}
local members = membersIn(scan[2])
for i = 2 * skip + 1, #members, 2 do
  if members[i + 1] == number and (wanted == '' or stateOf(members[i]) == wanted) then
    ids[#ids + 1] = members[i]
    -- A chunk may hold more than a page: goes on in the same one.
    if #ids == limit and i + 1 < #members then return {cursor, (i + 1) / 2, unpack(ids)} end
  end
end
return {scan[1], 0, unpack(ids)}
