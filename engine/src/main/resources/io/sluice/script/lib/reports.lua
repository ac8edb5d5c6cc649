-- Takes letters about batches: from the home of a batch to a part of it, and back. What a batch may have to do about them is
-- left to judge.lua: it is judged when the whole packet was taken, never between two letters of it.
--
-- KEYS  counters
-- USES  clock homes joined closing owing tojudge handed
-- NAMES takeBatchLetter
local takeBatchLetter
do
  local REPORT = '^(%S+)@(%S+) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (%d+) (%S+)$'

  -- A part of a batch of another queue; one that is not there answers too.
  local function partElsewhere(ref) return partNumber(ref) or newPart(ref, 'r') end

  -- The counts are states, so that each report repairs whatever was lost before.
  local function takeReport(queue, body)
    local id, own, waits, done, died, ended, late, marks, number, stamp = body:match(REPORT)
    if not id then return false end
    local batch = batchOf(id)
    if not batch then
      call('HINCRBY', counters, 'reports_unknown', 1)
      return true
    end
    tellClosed(id, batch, queue)
    local account = accountFor(id, queue)
    account.pending, account['succeeded'], account['dead'] = tonumber(waits), tonumber(done), tonumber(died)
    account['cancelled'], account['expired'], account.marks, account.news = tonumber(ended), tonumber(late), marks, now()
    account.final = covers(queue, account, tonumber(number), stamp) and 1 or 0
    keepAccount(id, queue, account)
    -- Its home may have lost the stop, and the part has not.
    if marks:find('x') and batch.stopped == 0 and batch.ended == 0 then
      stopBatch(id, own, batch)
      keepBatch(id, batch)
    end
    local part = partNumber(id .. '@' .. own)
    if part then judgeSoon(part) end
    return true
  end

  -- Of a part elsewhere, to the home; and of the home, to a part.
  local function takeHanded(kind, source, body, items)
    local ref, queue, isOfMember, at
    if kind == 'hand' then
      ref, queue, isOfMember, at = body:match('^(%S+@%S+) (%S+) ([01]) ()')
    else
      ref, at = body:match('^(%S+) ()')
    end
    local id, due, envelope = body:match('^(%S+) (%S*) ()', at)
    if not id then return false end
    local task = {id, body:sub(envelope), due == '' and '0' or due}
    if kind == 'member' then
      takeMember(items, ref .. '@' .. source, task)
    else
      local batch, own = ref:match('^(.*)@(.*)$')
      handAtHome(items, own, batch, queue, isOfMember == '1', task)
    end
    return true
  end

  -- Answers whether the letter could be read; items = the tasks that the call takes in.
  function takeBatchLetter(kind, source, body, items)
    if kind == 'report' then return takeReport(source, body) end
    if kind == 'hand' or kind == 'member' then return takeHanded(kind, source, body, items) end
    if not body:find('^%S+$') then return false end
    local ref = body .. '@' .. source
    if kind == 'drop' then
      leavePart(ref)
    elseif kind == 'stop' then
      stopPart(partElsewhere(ref))
    else
      sealPart(partElsewhere(ref))
    end
    return true
  end
end
