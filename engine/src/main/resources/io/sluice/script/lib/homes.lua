-- The record of a batch, at its home: 'created openUntil sealed stopped ended failed depth policy parent name', instants in ms
-- or 0, '-' for none. Beside it in `batches`: 'batch @queue', what a part elsewhere said last; 'batch parts', the queues that
-- have one; 'batch complete', 'batch success' and 'batch death', the callbacks as 'queue id due envelope'; '*', how many
-- batches have not ended.
--
-- KEYS  batches
-- NAMES OPEN_BATCHES batchOf keepBatch queuesOf accountOf keepAccount
local OPEN_BATCHES = '*'
local FIELDS_OF_BATCH = {'created', 'openUntil', 'sealed', 'stopped', 'ended', 'failed', 'depth', 'policy', 'parent', 'name'}
local FIELDS_OF_ACCOUNT = {'pending', 'succeeded', 'dead', 'cancelled', 'expired', 'marks', 'news', 'final', 'owed'}
local WORDS_OF_TEXT = {policy = true, parent = true, name = true, marks = true}

local function read(text, fields)
  local all, i = {}, 0
  for word in text:gmatch('%S+') do
    i = i + 1
    if fields[i] then all[fields[i]] = WORDS_OF_TEXT[fields[i]] and word or tonumber(word) end
  end
  return all
end

local function written(all, fields)
  local words = {}
  for i = 1, #fields do words[i] = all[fields[i]] end
  return table.concat(words, ' ')
end

local function batchOf(id)
  local text = call('HGET', batches, id)
  return text and read(text, FIELDS_OF_BATCH)
end

local function keepBatch(id, batch) call('HSET', batches, id, written(batch, FIELDS_OF_BATCH)) end

-- The other queues that have a part of it.
local function queuesOf(id)
  local names = {}
  for name in (call('HGET', batches, id .. ' parts') or ''):gmatch('%S+') do names[#names + 1] = name end
  return names
end

local function accountOf(id, queue)
  local text = call('HGET', batches, id .. ' @' .. queue)
  return text and read(text, FIELDS_OF_ACCOUNT)
end

local function keepAccount(id, queue, account)
  call('HSET', batches, id .. ' @' .. queue, written(account, FIELDS_OF_ACCOUNT))
end
