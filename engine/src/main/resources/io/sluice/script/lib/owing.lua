-- Writes letters of a batch, at its home, to the parts that it has in other queues.
--
-- KEYS  judging
-- USES  clock homes letters lines
-- NAMES SILENT_MS owe closingOf tellClosed covers
local SILENT_MS = 60000 -- of a part that is waited for

-- What the part reports is final only when it was said after this letter came.
local function owe(id, queue, kind, body)
  local account = accountFor(id, queue)
  account.final, account.owed = 0, post(queue, kind, body)
  account.stamp = stampOf(queue, lineTo(queue), account.owed) or '-'
  keepAccount(id, queue, account)
end

local function closingOf(batch) return batch.stopped > 0 and 'stop' or 'seal' end

-- To a queue that is to be counted in after the others were told; it may be the first that is waited for.
local function tellClosed(id, batch, queue)
  if batch.sealed > 0 and not accountOf(id, queue) then
    owe(id, queue, closingOf(batch), id)
    if batch.ended == 0 then call('ZADD', judging, now() + SILENT_MS, '@' .. id) end
  end
end

local function authorAndTime(stamp)
  local author, at = stamp:match('^([^.]+)%.%d+%.[^.]+%.(%d+)$')
  return author, tonumber(at or nil)
end

-- Whether a part that stands at this letter of the line holds the last that was written to it for this batch. In one
-- term of a server nothing is taken back: who holds a later letter of the same author holds the earlier ones.
local function covers(queue, account, number, stamp)
  if account.owed == 0 then return true end
  if number <= account.owed then return number == account.owed and stamp == account.stamp end
  local author, at = authorAndTime(stamp)
  local owedBy, owedAt = authorAndTime(account.stamp)
  if author and author ~= '?' and author == owedBy then return at >= owedAt end
  local line = lineTo(queue)
  return line ~= nil and stampOf(queue, line, number) == stamp
end
