-- Where a laned task stands: its group, NUL, how little it is urgent (9 - priority), the number of the call
-- that brought it as 12 hexadecimal digits, and its place in that call as a byte. A member of `lane` is a
-- spot and the id; `running` has the spot behind the token; the envelope begins with it: \2, its length, it.
-- That of a task without a group has no number and no place, until its priority is changed while it is ready;
-- it waits in `levels`.
--
-- USES  clock
-- NAMES SPOT_TAIL PLAIN_URGENCY isNumbered urgencyOf groupOf spotOf withSpot withoutSpot spotOfRun arrivalOf withUrgency withNumber
local SPOT_TAIL, SPOT_VERSION, CALLS_A_MS = 15, 2, 64
local WITHOUT_NUMBER = 2
local PLAIN_URGENCY = '5' -- of priority 4

local function isNumbered(spot) return #spot > WITHOUT_NUMBER end

local function urgencyOf(spot) return isNumbered(spot) and spot:sub(-14, -14) or spot:sub(2) end

local function groupOf(spot) return spot:sub(1, #spot - SPOT_TAIL) end

-- Of an envelope; nil of a plain task.
local function spotOf(envelope)
  local length = envelope:byte(1) == SPOT_VERSION and envelope:byte(2)
  local known = length and (length >= SPOT_TAIL or length == WITHOUT_NUMBER)
  return known and #envelope > 2 + length and envelope:sub(3, 2 + length) or nil
end

local function withSpot(spot, envelope)
  return '\2' .. string.char(#spot) .. spot .. envelope
end

local function withoutSpot(envelope)
  return spotOf(envelope) and envelope:sub(3 + envelope:byte(2)) or envelope
end

-- Of what `running` has; nil of a plain task.
local function spotOfRun(holder)
  local at = holder:find(' ', 1, true)
  return at and holder:sub(at + 1)
end

-- When the call came that brought the task, in ms; never after now.
local function arrivalOf(spot)
  return math.min(now(), math.floor(tonumber(spot:sub(-13, -2), 16) / CALLS_A_MS))
end

local function withUrgency(spot, urgency)
  return spot:sub(1, #spot - SPOT_TAIL + 1) .. urgency .. spot:sub(-13)
end

-- One that lacks its number gets it.
local function withNumber(open, number) return open:sub(1, -#number - 1) .. number end
