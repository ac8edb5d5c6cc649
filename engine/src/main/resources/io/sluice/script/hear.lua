#!lua flags=allow-oom
-- As receive.lua, for packets that bring no task: what queues tell one another of batches is heard in a full Redis as well.
--
-- KEYS  inbox tasks ready scheduled retrying ghosts counters settings events aside lane levels place later turns tags barred order costs expiries batches membership tally judging outbox lines mail gathered
-- USES  received
-- ARGV  as of receive
-- Returns what receive returns.
-- Again: where it stands.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD inbox tasks ready scheduled ghosts counters lane levels place later turns tags barred order costs expiries batches membership tally judging retrying outbox lines mail gathered
return receive()
