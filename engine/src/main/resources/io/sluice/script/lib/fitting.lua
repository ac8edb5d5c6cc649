-- Reads of tasks what a claim gives, as far as it fits into so many bytes.
--
-- KEYS  tasks attempts
-- NAMES fitting FIRST_READ
local fitting, FIRST_READ
do
  FIRST_READ = 8

  -- When each failure was, and of what type: what else is told of it is for people, and may be long.
  local function brief(record)
    local parts, from = {}, 1
    while from do
      local stop, line = record:find('\30', from, true), record:find('\n', from, true)
      local rest = stop and stop - 1 or #record
      parts[#parts + 1] = record:sub(from, line and math.min(line, rest) or rest)
      from = stop and stop + 1
    end
    return table.concat(parts, '\30')
  end

  -- Of these ids from the first on, those that fit: where the rest begins, and their ids, envelopes and
  -- records. Read in parts, so that of large tasks not much more is read than fits.
  function fitting(ids, bytes, withAttempts)
    local kept, envelopes, records, used, n, from, part = {}, {}, {}, 0, 0, 1, FIRST_READ
    while from <= #ids do
      local last = math.min(#ids, from + part - 1)
      local found = call('HMGET', tasks, unpack(ids, from, last))
      local tried = withAttempts and call('HMGET', attempts, unpack(ids, from, last))
      for i = 1, #found do
        local envelope = found[i]
        -- An id without a task cannot run; nobody holds it, so nothing is to be put back.
        if envelope then
          used = used + #envelope
          if tried and tried[i] then
            tried[i] = brief(tried[i])
            used = used + #tried[i]
          end
          if used > bytes and n > 0 then return from + i - 1, kept, envelopes, records end
          n = n + 1
          kept[n], envelopes[n] = ids[from + i - 1], envelope
          if tried then records[n] = tried[i] end
        end
      end
      from = last + 1
      part = used == 0 and FIRST_READ or math.max(FIRST_READ, math.ceil((bytes - used) * last / used))
    end
    return from, kept, envelopes, records
  end
end
