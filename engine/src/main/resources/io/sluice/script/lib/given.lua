-- Gives tasks to a session. All that comes into `running` comes through here, and only for a session that is
-- in `sessions`: after the fence, the entries of a session can only become fewer.
--
-- KEYS  running
-- USES  receipt told
-- NAMES tokenOf keepGiven give

-- INLINE giveOne
-- The task `id` to a live `session`, by its call `seq`, `at` this time; not while FEW_RUNNING run. Its `token`.
local token = session .. ':' .. seq .. ':' .. at
call('HSET', running, id, token)
if call('PUBSUB', 'NUMSUB', events)[2] > 0 then redis.pcall('PUBLISH', events, at .. ' @running ' .. id) end
local answer = at .. ': ' .. id

local tokenOf, keepGiven, give
do
  local FEW_RUNNING = 16
  local LONGER_THAN_PACKED = '-----------------------------------------------------------------'

  function tokenOf(session, seq, startedAt) return session .. ':' .. seq .. ':' .. startedAt end

  -- What a claim gave, ids each behind a blank, and the suspect that its session holds.
  function keepGiven(seq, startedAt, suspect, given)
    keepReceipt(seq, startedAt .. ':' .. suspect .. given)
  end

  -- To this token; `running` had so many before. Of laned tasks their spots by their ids.
  function give(ids, token, before, spots)
    -- Redis packs a hash of up to 512 short values into one string, and every lookup walks it. One value
    -- over 64 bytes makes it a table for the rest of its life; it is overwritten at once.
    if before <= FEW_RUNNING and before + #ids > FEW_RUNNING then
      call('HSET', running, ids[1], LONGER_THAN_PACKED)
    end
    local held = {}
    for i = 1, #ids do
      held[2 * i - 1] = ids[i]
      held[2 * i] = token
    end
    if spots then
      local before, text -- of one spot that many have
      for i = 1, #ids do
        local spot = spots[ids[i]]
        if spot then
          if spot ~= before then before, text = spot, token .. ' ' .. spot end
          held[2 * i] = text
        end
      end
    end
    call('HSET', running, unpack(held))
    tell('running', ids)
  end
end
