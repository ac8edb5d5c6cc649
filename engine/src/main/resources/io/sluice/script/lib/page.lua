-- Where a page of a sorted set begins, latest first: behind 'score id', the last that was shown, or where
-- that lay when it has left since.
--
-- NAMES placeBehind
local function placeBehind(set, shown)
  local score, lastId = shown:match('^(%S+) (%S+)$')
  local rank = lastId and call('ZREVRANK', set, lastId)
  return rank and rank + 1 or score and call('ZCOUNT', set, '(' .. score, '+inf') or 0
end
