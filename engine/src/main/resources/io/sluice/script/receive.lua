#!lua
-- Takes what is new of the letters of another queue, all or nothing, and answers where this queue stands in that
-- line. What is late, comes again, or is of another past of the source has no effect.
--
-- No letter is refused for what it says, and none by the backlog: its ancestor was admitted. What follows a
-- letter of a kind that this script does not know waits for an engine that does.
--
-- KEYS  inbox tasks ready scheduled retrying ghosts counters settings events aside lane levels place later turns tags barred order costs expiries batches membership tally judging outbox lines mail gathered
-- USES  received
-- ARGV  source, maxBacklog (0 = none; the one of the queue's settings goes before), epoch, openEpoch, openNumber, openStamp, start,
--       number of the first letter, stamp of the one before, letters ('stamp kind body')...
--       kind task: body = 'id due envelope', as enqueue takes them; kind lost: it was damaged;
--       of batches: seal, stop and drop: body = the batch, whose home is the source; report: body = 'batch@home', the counts
--       and the marks of a part in the source, and number and stamp of the last letter that it has of its home;
--       hand: body = 'batch@home queue isOfMember id due envelope': a follow-up of the source, isOfMember (0 | 1) of a member,
--       that is to be one in this queue; member: body = 'batch id due envelope': it is one, and the home is the source
-- Returns {epoch, number, stamp, process, full (0 | 1), tasks taken, tasks known, kind of a letter that it left, or '',
--       whether batches are to be judged (0 | 1)}.
-- Again: where it stands.

-- Read before anything is written: a key of a wrong type is an error that changes nothing.
-- GUARD inbox tasks ready scheduled ghosts counters lane levels place later turns tags barred order costs expiries batches membership tally judging retrying outbox lines mail gathered
return receive()
