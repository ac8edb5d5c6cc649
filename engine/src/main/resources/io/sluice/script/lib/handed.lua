-- Takes follow-ups in that are to be members of batches. Each is counted before the end of its predecessor is: here, where
-- its part is in this queue; else over the home, in the same line and before the report of that end, so that no batch is
-- complete between the two.
--
-- A seal refuses callers, and no follow-ups of members. One that its batch can take no more, because it is sealed and the
-- predecessor is no member, or has ended, or is not known, becomes a task of no batch and is counted `unjoined`. One of a
-- stopped batch would be cancelled at once: it is dropped and counted `unjoined_stopped`.
--
-- KEYS  counters
-- USES  homes joined memberships owing letters moved tojudge
-- NAMES handMember handAtHome takeMember
local function textOf(task) return task[1] .. ' ' .. task[3] .. ' ' .. task[2] end

local function dropStopped() call('HINCRBY', counters, 'unjoined_stopped', 1) end

-- The task = {id, envelope, due}, and behind it the number of the part that it joins; items = those that this call takes in.
local function handAtHome(items, own, id, queue, isOfMember, task)
  local batch, number = batchOf(id), partNumber(id .. '@' .. own)
  if batch and batch.stopped > 0 then return dropStopped() end
  if not batch or not number or batch.ended > 0 or batch.sealed > 0 and not isOfMember then
    call('HINCRBY', counters, 'unjoined', 1)
    if queue ~= own then return post(queue, 'task', textOf(task)) end
  elseif queue ~= own then
    tellClosed(id, batch, queue)
    return owe(id, queue, 'member', id .. ' ' .. textOf(task))
  else
    task[4] = number
  end
  items[#items + 1] = task
end

-- way = 'queue own batch@home': where it goes, which queue this is, and its batch.
local function handMember(items, way, predecessor, task)
  local queue, own, ref, id, home = way:match('^(%S+) (%S+) ((%S+)@(%S+))$')
  local number = partNumber(ref)
  local part = number and partOf(number)
  local isOfMember = part ~= nil and countMembers({predecessor})[1] == number
  if part and part.marks:find('x') then return dropStopped() end
  if part and queue == own and (isOfMember or not part.marks:find('s')) then
    task[4] = number
    items[#items + 1] = task
  elseif home == own then
    handAtHome(items, own, id, queue, isOfMember, task)
  else
    post(home, 'hand', ref .. ' ' .. queue .. ' ' .. (isOfMember and 1 or 0) .. ' ' .. textOf(task))
  end
end

-- Its home has counted this queue in, and waits for what the part says after this letter.
local function takeMember(items, ref, task)
  local number = partNumber(ref) or newPart(ref, 'r')
  local part = partOf(number)
  reportLater(number)
  if part and part.marks:find('x') then return dropStopped() end
  -- Its home has dropped the batch, and lost that with its server.
  if part and part.marks:find('d') then
    part.marks = 'rs'
    keepPart(number, part)
    judgeSoon(number)
  end
  task[4] = number
  items[#items + 1] = task
end
