-- How many tokens of a rate a task takes when it starts, of tasks that take more than one. An entry is there
-- from the enqueue on until the task has ended, since each start takes them again.
--
-- KEYS  costs
-- NAMES anyCosts keepCost leaveCosts costsOf paidBy
local costsAtAll -- asked once a call; to be asked before anything is written

local function anyCosts()
  if costsAtAll == nil then costsAtAll = call('HLEN', costs) > 0 end
  return costsAtAll
end

-- No cost: the task takes one token.
local function keepCost(id, cost)
  if not cost then return end
  call('HSET', costs, id, cost)
  costsAtAll = true
end

local function leaveCosts(ids)
  if anyCosts() then call('HDEL', costs, unpack(ids)) end
end

-- Of these tasks, in their order, what a bucket of so many tokens has to give: all of them at most.
local function costsOf(ids, burst)
  local found, all = call('HMGET', costs, unpack(ids)), {}
  for i = 1, #ids do all[i] = math.min(burst, tonumber(found[i] or 1)) end
  return all
end

-- The first of these tasks, as far as so many tokens pay for them, how many they take, and what the next takes.
local function paidBy(tokens, ids, burst)
  local all, spent = anyCosts() and costsOf(ids, burst), 0
  for i = 1, #ids do
    local cost = all and all[i] or 1
    if spent + cost > tokens then return {unpack(ids, 1, i - 1)}, spent, cost end
    spent = spent + cost
  end
  return ids, spent
end
