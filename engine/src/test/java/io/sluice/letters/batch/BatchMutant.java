package io.sluice.letters.batch;

import io.sluice.script.LetterScripts.Change;
import java.util.List;

/** A rule of batches, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of of records
enum BatchMutant {
  /** The home adds what a part reports to what it knows. */
  REPORT_IS_A_CHANGE(
      new Change(
          "lib/reports.lua",
          "account.pending, account['succeeded'], account['dead'] = tonumber(waits),"
              + " tonumber(done)",
          "account.pending, account['succeeded'], account['dead'] = tonumber(waits),"
              + " account['succeeded'] + tonumber(done)")),
  /** The home hears nothing of what a part counts. */
  NO_REPORT(new Change("judge.lua", "post(home, 'report'", "local _ = ('%s %s'):format('report'")),
  /** A home answers a report that comes after the end with an end. */
  COMPLETE_AGAIN(
      new Change(
          "judge.lua",
          "if not batch or batch.ended > 0 then return end",
          "if not batch then return end")),
  /** Each look at a batch with a dead member gives the callback of the first one. */
  DEATH_AGAIN(new Change("judge.lua", "    batch.failed = now()\n", "")),
  /** The batch ends whether all parts have said their last word or not. */
  NOT_FINAL_IS_ENOUGH(
      new Change(
          "judge.lua",
          "batch.sealed > 0 and final and sum.pending",
          "batch.sealed > 0 and sum.pending")),
  /** The batch ends when nothing is pending, sealed or not. */
  OPEN_IS_ENOUGH(new Change("judge.lua", "if batch.sealed > 0 and final", "if final")),
  /** Members elsewhere are not pending. */
  ONLY_ITS_OWN(
      new Change(
          "judge.lua", "sum[state] = sum[state] + account[state]", "sum[state] = sum[state] + 0")),
  /** Members that need no look are not counted. */
  NOT_COUNTED(
      new Change(
          "enroll.lua",
          "  enter(some.number, ids)\n",
          "  if false then enter(some.number, ids) end\n")),
  /** A member that the queue knows is counted again. */
  KNOWN_IS_COUNTED(
      new Change("lib/joined.lua", "if number and not isKnown[i] then", "if number then")),
  /** A call that is sent again is run again. */
  ENROLLED_AGAIN(
      new Change(
          "enroll.lua",
          "if before then return before end",
          "if before == 0 then return before end")),
  /** A sealed part takes members in. */
  SEALED_TAKES_MEMBERS(
      new Change(
          "lib/joined.lua", "if part.marks:find('[sx]') then return nil, 'batch_sealed' end", "")),
  /** A sealed batch counts queues in. */
  SEALED_IS_JOINED(new Change("batch.lua", "if batch.sealed > 0 then return {'sealed'} end", "")),
  /** Who joins is not counted in. */
  JOIN_IS_NOT_COUNTED(
      new Change(
          "batch.lua",
          "    accountFor(id, queue)\n",
          "    if not batch then accountFor(id, queue) end\n")),
  /** Other queues are not told that a batch is sealed. */
  SEAL_STAYS_AT_HOME(
      new Change("lib/closing.lua", "oweAll(id, 'seal')", "if false then oweAll(id, 'seal') end")),
  /** Other queues are not told that a batch is stopped. */
  STOP_STAYS_AT_HOME(
      new Change("lib/closing.lua", "oweAll(id, 'stop')", "if false then oweAll(id, 'stop') end")),
  /** A part that is stopped cancels nothing. */
  STOP_CANCELS_NOTHING(
      new Change("lib/closing.lua", "call('HSETNX', tally, '>' .. number, '0 -')", "")),
  /** What runs when its batch is stopped may run again. */
  STOPPED_RUNS_AGAIN(
      new Change("stop.lua", "if call('HSETNX', cancels, id, token) == 1 then", "if false then")),
  /** A dead member of a stopped batch is given a new life. */
  STOPPED_IS_REVIVED(
      new Change(
          "act.lua", "if isStopped(id) then return {'stopped', state} end", "isStopped(id)")),
  /** A dead member is no member any more. */
  DEAD_IS_FORGOTTEN(
      new Change("lib/moved.lua", "to ~= 'dead' and to ~= 'pending'", "to ~= 'pending'")),
  /** A new life of a dead member is not counted. */
  REVIVED_IS_NOT_COUNTED(
      new Change(
          "lib/revive.lua",
          "moved(ids, 'dead', 'pending')",
          "if not ids then moved(ids, 'dead', 'pending') end")),
  /** The death of a member is not counted. */
  DEATH_IS_NOT_COUNTED(
      new Change(
          "lib/bury.lua",
          "moved(ids, 'pending', 'dead')",
          "if not ids then moved(ids, 'pending', 'dead') end")),
  /** The home of a sealed part whose last member has ended is not told. */
  LAST_END_IS_NOT_TOLD(
      new Change("lib/moved.lua", "if part.pending == 0 and part.marks:find('s') or", "if")),
  /** A callback of another queue is taken in here. */
  CALLBACK_STAYS_HERE(new Change("judge.lua", "if queue == own then", "if true then")),
  /** A queue that is counted in after the seal is not told of it. */
  COUNTED_IN_LATE_STAYS_OPEN(
      new Change(
          "lib/owing.lua",
          "if batch.sealed > 0 and not accountOf(id, queue) then",
          "if false then")),
  /** The home does not wait for the word of a queue to which it hands a follow-up. */
  HANDED_ON_IS_NOT_AWAITED(
      new Change(
          "lib/handed.lua", "return owe(id, queue, 'member',", "return post(queue, 'member',")),
  /** A seal refuses follow-ups of members as well. */
  SEAL_REFUSES_FOLLOW_UPS(
      new Change("lib/handed.lua", "batch.sealed > 0 and not isOfMember", "batch.sealed > 0")),
  /** A follow-up in the queue of its predecessor is no member. */
  FOLLOW_UP_IS_NOT_COUNTED(
      new Change("lib/handed.lua", "    task[4] = number\n    items", "    items")),
  /** What has failed counts as a success. */
  ALL_IS_SUCCESS(new Change("judge.lua", "if hasSucceeded then give", "if true then give"));

  private final List<Change> changes;

  BatchMutant(Change... changes) {
    this.changes = List.of(changes);
  }

  List<Change> changes() {
    return changes;
  }
}
