-- What succeeded, as a settle call tells it: groups of tasks of one claim each that are kept for equally long, whose
-- token is checked by one command a group.
--
-- KEYS  running
-- USES  after fence endrecord keeping
-- NAMES successes

-- So many groups, from this argument on. Answers the tasks that their session still holds, their ids as a set, which
-- items are lost, what `running` has of each laned task among them, how many items there are and the argument behind
-- them. A task that is told twice is lost the second time.
local function successes(arg, claims)
  local all, taken, lost, laned, items = noSuccesses(), {}, {}, {}, 0
  for _ = 1, claims do
    local token, size = ARGV[arg], ARGV[arg + 1]
    local blank = size:find(' ', 1, true)
    local n, ms = tonumber(blank and size:sub(1, blank - 1) or size), blank and size:sub(blank + 1) or ''
    local firstId, firstResult = arg + 2, arg + 2 + n
    local holder = call('HMGET', running, unpack(ARGV, firstId, firstResult - 1))
    local prefix, to, dropTime = endRecord('S', token, ''), keptFor(ms, all), nil
    local ids, records, dropAt = to.ids, to.records, to.dropAt
    if dropAt then dropTime = after(tonumber(ms)) end
    for i = 1, n do
      local id = ARGV[firstId + i - 1]
      if not taken[id] and (holder[i] == token or isHeldBy(holder[i], token)) then
        taken[id] = true
        if holder[i] ~= token then laned[#laned + 1] = holder[i] end
        local at = #ids + 1
        ids[at], records[2 * at - 1], records[2 * at] = id, id, prefix .. ARGV[firstResult + i - 1]
        if dropAt then dropAt[2 * at - 1], dropAt[2 * at] = dropTime, id end
      else
        lost[#lost + 1] = items + i
      end
    end
    items = items + n
    arg = firstResult + n
  end
  return all, taken, lost, laned, items, arg
end
