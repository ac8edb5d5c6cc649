-- The record of a batch, at its home: 'created openUntil sealed stopped ended failed depth policy parent name', instants in ms
-- or 0, '-' for none. Beside it in `batches`: 'batch @queue', what a part elsewhere said last; 'batch parts', the queues that
-- have one; 'batch children', the batches that lie in it and have not ended; 'batch complete', 'batch success' and 'batch death', the callbacks as 'queue id due envelope'; '*', how many
-- batches have not ended.
--
-- What a part elsewhere said last is its account: its counts and marks, when it came, whether it is final, and the last letter
-- that was written to the part, as its number in the line and its stamp.
--
-- What newer versions write behind these words stays there when a record is written again.
--
-- KEYS  batches
-- USES  clock
-- NAMES OPEN_BATCHES batchOf keepBatch queuesOf accountOf keepAccount accountFor
local OPEN_BATCHES = '*'
local FIELDS_OF_BATCH = {'created', 'openUntil', 'sealed', 'stopped', 'ended', 'failed', 'depth', 'policy', 'parent', 'name'}
local FIELDS_OF_ACCOUNT = {'pending', 'succeeded', 'dead', 'cancelled', 'expired', 'marks', 'news', 'final', 'owed', 'stamp'}
local WORDS_OF_TEXT = {policy = true, parent = true, name = true, marks = true, stamp = true}

local function read(text, fields)
  local all, i = {newer = {}}, 0
  for word in text:gmatch('%S+') do
    i = i + 1
    if fields[i] then all[fields[i]] = WORDS_OF_TEXT[fields[i]] and word or tonumber(word)
    else all.newer[i - #fields] = word end
  end
  return all
end

local function written(all, fields)
  local words = {}
  for i = 1, #fields do words[i] = all[fields[i]] end
  for i = 1, #(all.newer or '') do words[#fields + i] = all.newer[i] end
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

-- Counts a queue in of which nothing was heard; a part that was not written to has nothing to answer.
local function accountFor(id, queue)
  local account = accountOf(id, queue)
  if account then return account end
  local theirs = queuesOf(id)
  theirs[#theirs + 1] = queue
  call('HSET', batches, id .. ' parts', table.concat(theirs, ' '))
  account = {pending = 0, ['succeeded'] = 0, ['dead'] = 0, ['cancelled'] = 0, ['expired'] = 0, marks = '-', news = now(), final = 1,
    owed = 0, stamp = '-'}
  keepAccount(id, queue, account)
  return account
end
