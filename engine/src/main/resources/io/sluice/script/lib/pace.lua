-- Limits in time, each kept as one number: the time at which a bucket of tokens would be full again, from
-- which the next tokens follow (GCRA). A gap is the time between two tokens, in ms. What a clock that was
-- set back leaves is no more than an empty bucket.
--
-- USES  clock
-- NAMES tokensAt tokensFrom nextTokenAt fullAt
local tokensAt, tokensFrom, nextTokenAt, fullAt
do
  local ROUNDING = 1e-6

  function fullAt(kept, gap, burst)
    return math.max(now(), math.min(kept, now() + burst * gap))
  end

  -- How many may start now.
  function tokensAt(full, gap, burst)
    return math.floor((now() + burst * gap - full) / gap + ROUNDING)
  end

  -- From when on there are so many tokens, in whole ms.
  function tokensFrom(full, gap, burst, tokens)
    return math.ceil(full + (tokens - burst) * gap - ROUNDING)
  end

  -- When one more may start than now, in whole ms.
  function nextTokenAt(full, gap, burst)
    return tokensFrom(full, gap, burst, tokensAt(full, gap, burst) + 1)
  end
end
