-- The counters of the ledger that are remembered, so that stats can tell how fast they move.
--
-- NAMES COUNTED
local COUNTED = {'accepted', 'succeeded', 'retried', 'dead', 'cancelled', 'expired', 'purged'}
