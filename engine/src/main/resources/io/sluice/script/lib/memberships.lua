-- Which tasks are members of batches, and of which part. An entry of a hash costs more memory and time than all else of a
-- member, so ids that differ in one character only share an entry: in the last character, which is the last digit of
-- the count where Sluice made the id; in ids that earlier versions made it is another one. Ids that were made one after the
-- other have one entry.
--
-- An entry is an id without that character -> 'part:characters part:characters...', each character of one member.
--
-- KEYS  membership
-- NAMES putMembers countMembers membersOf membersIn
local putMembers, countMembers, membersOf, membersIn
do
  local EARLIER_LENGTH, LAST_OF_COUNT = 24, 14 -- of ids that earlier versions made
  local WORD = '(%d+):(%S+)'
  local FEW_ENTRIES = 16
  local LONGER_THAN_PACKED = '0:' .. ('-'):rep(65)

  local function nthOfShare(length) return length == EARLIER_LENGTH and LAST_OF_COUNT or length end

  -- The entries of these ids, in the order of the first id of each, and what is of these ids in each.
  local function sharesOf(ids)
    local sub, entries, shares, byEntry = string.sub, {}, {}, {}
    local lastHead, lastTail, share, n, length, nth
    for i = 1, #ids do
      local id = ids[i]
      if #id ~= length then
        length = #id
        nth = nthOfShare(length)
      end
      local head, tail = sub(id, 1, nth - 1), sub(id, nth + 1)
      if head ~= lastHead or tail ~= lastTail then
        lastHead, lastTail = head, tail
        local entry = head .. tail
        share = byEntry[entry]
        if not share then
          share = {}
          byEntry[entry] = share
          entries[#entries + 1], shares[#shares + 1] = entry, share
        end
        n = #share
      end
      n = n + 1
      share[n] = sub(id, nth, nth)
    end
    return entries, shares, call('HMGET', membership, unpack(entries))
  end

  -- What is left of an entry without this share; found(number, count), if there is any, hears how many of each part go.
  local function without(text, share, found)
    local mine, drop, words = table.concat(share), nil, {}
    for number, all in text:gmatch(WORD) do
      local first, last = all:find(mine, 1, true)
      local left
      if first then
        left = all:sub(1, first - 1) .. all:sub(last + 1)
      else
        if not drop then
          drop = {}
          for i = 1, #share do drop[share[i]] = '' end
        end
        left = all:gsub('.', drop)
      end
      if found and #left < #all then found(number, #all - #left) end
      if left ~= '' then words[#words + 1] = number .. ':' .. left end
    end
    return table.concat(words, ' ')
  end

  -- How many of these tasks are of each part, as {number, count, number, count...}, in the order in which they are met; of
  -- no batch are the others. Each id is there once. They may leave: then they are members no more. Answers the texts of
  -- their entries too, as they were before.
  function countMembers(ids, leave)
    local entries, shares, texts = sharesOf(ids)
    local counts, at, gone, kept, before = {}, {}, {}, {}, {}
    local function found(number, count)
      if not at[number] then
        at[number] = #counts + 2
        counts[#counts + 1] = number
        counts[#counts + 1] = 0
      end
      counts[at[number]] = counts[at[number]] + count
    end
    for i = 1, #entries do
      local text = texts[i]
      before[entries[i]] = text
      local left = text and without(text, shares[i], found)
      if left == '' then
        gone[#gone + 1] = entries[i]
      elseif left and left ~= text then
        kept[#kept + 1] = entries[i]
        kept[#kept + 1] = left
      end
    end
    if leave and #gone > 0 then call('HDEL', membership, unpack(gone)) end
    if leave and #kept > 0 then call('HSET', membership, unpack(kept)) end
    return counts, before
  end

  -- Makes tasks members of one part, each id once. What damage left of an id goes.
  function putMembers(number, ids)
    local entries, shares, texts = sharesOf(ids)
    local size, written = call('HLEN', membership), {}
    -- A table for the rest of its life: where Redis packs a hash, each look walks through all of it (see given.lua).
    if size <= FEW_ENTRIES and size + #entries > FEW_ENTRIES then
      call('HSET', membership, entries[1], LONGER_THAN_PACKED)
    end
    for i = 1, #entries do
      local mine, words = table.concat(shares[i]), ''
      if texts[i] then
        for other, left in without(texts[i], shares[i]):gmatch(WORD) do
          if other == number then mine = left .. mine else words = words .. ' ' .. other .. ':' .. left end
        end
      end
      written[2 * i - 1], written[2 * i] = entries[i], number .. ':' .. mine .. words
    end
    call('HSET', membership, unpack(written))
  end

  local function partIn(text, one)
    for number, all in (text or ''):gmatch(WORD) do
      if all:find(one, 1, true) then return number end
    end
  end

  -- Of these tasks, in their order, those of one part; texts = those of their entries.
  function membersOf(number, ids, texts)
    local members = {}
    for i = 1, #ids do
      local id = ids[i]
      local nth = nthOfShare(#id)
      if partIn(texts[id:sub(1, nth - 1) .. id:sub(nth + 1)], id:sub(nth, nth)) == number then members[#members + 1] = id end
    end
    return members
  end

  -- Of entries and their texts, one after the other, the members and their parts in the same way.
  function membersIn(scan)
    local members = {}
    for i = 1, #scan, 2 do
      local nth = nthOfShare(#scan[i] + 1)
      local head, tail = scan[i]:sub(1, nth - 1), scan[i]:sub(nth)
      for number, all in scan[i + 1]:gmatch(WORD) do
        for one in all:gmatch('.') do
          members[#members + 1] = head .. one .. tail
          members[#members + 1] = number
        end
      end
    end
    return members
  end
end
