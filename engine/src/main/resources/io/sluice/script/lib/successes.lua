-- What succeeded, as a settle call tells it: groups of tasks of one claim each, whose token is checked by one
-- command a group.
--
-- KEYS  running
-- USES  fence endrecord
-- NAMES successes

-- From this argument on, of so many claims. Answers the ids that their session still holds, pairs of an id and its
-- record, which items are lost, what `running` has of each laned task among them, how many items there are and
-- the argument behind them.
local function successes(arg, claims)
  local ids, records, lost, laned, items = {}, {}, {}, {}, 0
  for _ = 1, claims do
    local token, n = ARGV[arg], tonumber(ARGV[arg + 1])
    local firstId, firstResult = arg + 2, arg + 2 + n
    local holder = call('HMGET', running, unpack(ARGV, firstId, firstResult - 1))
    local prefix = endRecord('S', token, '')
    for i = 1, n do
      if holder[i] == token or isHeldBy(holder[i], token) then
        local id = ARGV[firstId + i - 1]
        if holder[i] ~= token then laned[#laned + 1] = holder[i] end
        ids[#ids + 1] = id
        records[#records + 1] = id
        records[#records + 1] = prefix .. ARGV[firstResult + i - 1]
      else
        lost[#lost + 1] = items + i
      end
    end
    items = items + n
    arg = firstResult + n
  end
  return ids, records, lost, laned, items, arg
end
