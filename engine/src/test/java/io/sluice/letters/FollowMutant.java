package io.sluice.letters;

import io.sluice.script.LetterScripts.Change;
import java.util.List;

/** A rule of follow-ups, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of of records
enum FollowMutant {
  /** A follow-up without an id of its own gets a new one in each run. */
  NEW_IDS(Habit.NEW_IDS),
  /** Nobody counts how many tasks went before. */
  NO_DEPTH(Habit.NO_DEPTH),
  /** Whoever runs the task now, the outcome is accepted. */
  WITHOUT_FENCE(
      new Change(
          "lib/handon.lua",
          "not isHeldBy(holder, token)",
          "not (holder or isHeldBy(holder, token))")),
  /** A task that is told twice in a call succeeds twice. */
  TWICE_IN_A_CALL(new Change("lib/handon.lua", "if seen[id] or not", "if not")),
  /** What an outcome that is refused hands on is sent all the same. */
  LETTERS_OF_THE_REFUSED(
      new Change(
          "lib/handon.lua",
          "lost[#lost + 1] = nth\n",
          """
          lost[#lost + 1] = nth
                if n > 0 and ARGV[i + PARTS_OF_ONE] ~= '' then
                  post(ARGV[i + PARTS_OF_ONE], 'task', ARGV[i + 6] .. ' 0 ' .. ARGV[i + 7])
                end
          """)),
  /** A call that is sent again is run again. */
  REPLAY_RUNS_AGAIN(
      new Change(
          "lib/handon.lua",
          "local lastSeq, lostBefore, late = lastCall(seq)",
          "local lastSeq, lostBefore, late")),
  /** Nothing is kept of what was answered. */
  WITHOUT_RECEIPT(new Change("lib/handon.lua", "keepReceipt(seq, table.concat(lost, ' '))", "")),
  /** A call that comes after a later one of its lane runs. */
  LATE_CALL_RUNS(new Change("lib/handon.lua", "if late then return {'old'} end", "")),
  /** The task runs on after its success. */
  SUCCESS_RUNS_ON(new Change("lib/endsuccesses.lua", "    leaveRunning(usual.ids)\n", "")),
  /** What the queue knows is not counted. */
  KNOWN_IS_NOT_COUNTED(
      new Change("lib/handon.lua", "if #known > 0 then", "if #known > 0 and false then")),
  /** Of several follow-ups of one outcome the last one is left out. */
  LAST_IS_LEFT_OUT(
      new Change(
          "lib/handon.lua",
          "PARTS_OF_FOLLOW_UP * (held[i].n - 1),",
          "PARTS_OF_FOLLOW_UP * (math.max(held[i].n, 2) - 2),")),
  /** The success is recorded, and its letter is not written. */
  NO_LETTER(
      new Change(
          "lib/handon.lua",
          "post(target, 'task', id",
          "local _ = target == '' and post(target, 'task', id")),
  /** A follow-up of another queue is taken in here. */
  ALL_STAY_HERE(new Change("lib/handon.lua", "if target == '' then", "if true then")),
  /** A follow-up that goes by letter runs at once. */
  DUE_IS_LEFT_OUT(
      new Change(
          "lib/handon.lua", "id .. ' ' .. due .. ' ' .. envelope", "id .. ' 0 ' .. envelope")),
  /** A task that the queue knows is taken in again. */
  KNOWN_IS_TAKEN(
      new Change(
          "lib/take.lua",
          "(call('HEXISTS', ghosts, id) == 1 or call('HEXISTS', tasks, id) == 1)",
          "call('HEXISTS', ghosts, id) == 1")),
  /** What a letter brings and the queue knows is not counted. */
  KNOWN_LETTERS_ARE_NOT_COUNTED(
      new Change("lib/received.lua", "if #items > taken then", "if false then")),
  /** What was taken in waits in no place. */
  TAKEN_IN_NOWHERE(new Change("lib/take.lua", "makeReady(plain)", "makeReady({})")),
  /** A delayed follow-up is put nowhere. */
  PUT_OFF_FOR_EVER(
      new Change(
          "lib/take.lua",
          "putOff(scheduled, 'scheduled', off)",
          "putOff(scheduled, 'scheduled', {})"));

  private final Habit habit;
  private final List<Change> changes;

  FollowMutant(Change... changes) {
    this.habit = Habit.AS_IT_IS;
    this.changes = List.of(changes);
  }

  FollowMutant(Habit habit) {
    this.habit = habit;
    this.changes = List.of();
  }

  Habit habit() {
    return habit;
  }

  List<Change> changes() {
    return changes;
  }
}
