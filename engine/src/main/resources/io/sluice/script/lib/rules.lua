-- What the groups of a queue may do: their weights and limits. A rule is 'weight cap rate ms burst backlog',
-- 0 where there is no limit; what a group has from the rule for all others begins with '='.
--
-- KEYS  groups
-- NAMES rulesOf anyRules
local rulesOf, anyRules
do
  local NO_NAME = '' -- the rule for all others has it, and so have tasks without a group
  local known, anyRulesAtAll = {}, nil

  function anyRules()
    if anyRulesAtAll == nil then anyRulesAtAll = call('EXISTS', groups) == 1 end
    return anyRulesAtAll
  end

  local function parsed(text)
    local rule = known[text]
    if rule then return rule end
    local weight, cap, limit, ms, burst, backlog = text:match('^=?(%S+) =?(%S+) =?(%S+) =?(%S+) =?(%S+) =?(%S+)')
    rule = {step = 1 / weight, cap = tonumber(cap), burst = tonumber(burst), backlog = tonumber(backlog)}
    if limit ~= '0' then rule.gap = ms / limit end
    known[text] = rule
    return rule
  end

  -- The rules of these groups, in their order. Tasks without a group have a weight and no limit.
  function rulesOf(names)
    local own = anyRules() and call('HMGET', groups, NO_NAME, unpack(names)) or {}
    local others, rules = parsed(own[1] or '1 0 0 0 0 0'), {}
    for i = 1, #names do
      rules[i] = names[i] == NO_NAME and {step = others.step, cap = 0, backlog = 0} or own[i + 1] and parsed(own[i + 1]) or others
    end
    return rules
  end
end
