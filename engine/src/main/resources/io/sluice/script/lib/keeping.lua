-- How long tasks that succeeded are kept: as their queue says (''), for a time of their own (so many ms), or not at
-- all ('0').
--
-- KEYS  results retained
-- NAMES noSuccesses keptFor keepOwn

-- Of each kind the ids, and pairs of an id and its record; of those with a time of their own pairs of its end and the id.
local function noSuccesses()
  return {usual = {ids = {}, records = {}}, own = {ids = {}, records = {}, dropAt = {}}, gone = {ids = {}, records = {}}}
end

local function keptFor(ms, all) return ms == '' and all.usual or ms == '0' and all.gone or all.own end

-- Whatever the cap of their queue.
local function keepOwn(own)
  call('HSET', results, unpack(own.records))
  call('ZADD', retained, unpack(own.dropAt))
end
