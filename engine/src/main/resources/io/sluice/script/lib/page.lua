-- Where a page of a sorted set begins, latest first, or earliest first: behind 'score id', the last that was
-- shown, or where that lay when it has left since.
--
-- NAMES placeBehind
local function placeBehind(set, shown, earliest)
  local score, lastId = shown:match('^(%S+) (%S+)$')
  if not score then return 0 end
  local rank = call(earliest and 'ZRANK' or 'ZREVRANK', set, lastId)
  if rank then return rank + 1 end
  if earliest then return call('ZCOUNT', set, '-inf', '(' .. score) end
  return call('ZCOUNT', set, '(' .. score, '+inf')
end
