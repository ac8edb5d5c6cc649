package io.sluice.letters;

import io.sluice.script.LetterScripts.Change;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A rule of letters, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of of records
enum LetterMutant {
  /** Letters are told apart by their numbers, as if a number named a letter. */
  NUMBER_ONLY(
      new Change(
          "lib/received.lua",
          "  if count == 0 then return nil end\n",
          """
            if true then
              local next = math.max(1, number - from + 2)
              return next <= count and next or nil
            end
          """),
      new Change(
          "lib/reopen.lua",
          "  local isOpen =",
          """
          if true then
            line.sent = math.min(math.max(line.sent, number), line.next - 1)
            return false, false
          end
          local isOpen =\
          """)),
  /** A letter is dropped as soon as the target was seen to hold it. */
  NO_TAIL(new Change("forget.lua", "at - line.markAt >= TAIL_MS", "true")),
  /** What one process of the target held counts for the next one. */
  HELD_BY_ANY_PROCESS(new Change("forget.lua", " or theirProcess ~= line.markBy then", " then")),
  /** Any two servers count as one process. */
  ANY_PROCESS(new Change("forget.lua", "theirProcess == thisProcess()", "theirProcess")),
  /** A packet that begins with a letter that is held is taken again. */
  ACCEPT_AGAIN(
      new Change(
          "lib/received.lua",
          "return letter and letter:match('^%S+') == stamp and held < count and held + 1 or nil",
          "return held > 0 and 1 or nil")),
  /** The letter before a packet is not compared. */
  LETTER_BEFORE(
      new Change(
          "lib/received.lua",
          "if held == 0 then return before == stamp and 1 or nil end",
          "if held <= 0 and epoch == theirs then return 1 end")),
  /** A new epoch is entered from wherever the target stands. */
  OPENS_UNCHECKED(
      new Change(
          "lib/received.lua",
          "return from == start and isOpen and 1 or nil",
          "return from == start and 1 or nil")),
  /** Where histories part is not found by the authors of letters. */
  NO_AUTHOR(
      new Change(
          "lib/reopen.lua", "if not author or author == UNKNOWN_PROCESS then", "if true then")),
  /**
   * A line that ended and begins anew has the same authors as before, and letters of one author are
   * not compared by their times. Either rule alone is enough, since one process that writes in both
   * lives of a line writes later in the second one.
   */
  BIRTH(
      new Change("lib/letters.lua", "('%x'):format(line.birth)", "'0'"),
      new Change("lib/reopen.lua", "tonumber(theirs:match('%d+$')) <= tonumber(ms)", "theirs")),
  /** An answer to a packet of before the last answer is believed. */
  LATE_ANSWERS(new Change("forget.lua", "line.turn ~= turn", "false")),
  /** What the author before the last wrote is held, wherever its history went on. */
  PARENT_GOES_ON(new Change("lib/reopen.lua", "math.min(number, from - 1)", "number")),
  /** Of the authors before the last only the nearest is told. */
  PARENT_ONLY(
      new Change("lib/letters.lua", "math.max(1, rank - MOST_BEFORE)", "math.max(1, rank - 1)")),
  /** Letters that were sent stay counted as unsent. */
  COUNTED_UP(new Change("lib/lines.lua", "if unsent ~= line.counted", "if unsent > line.counted"));

  /** Those that only scenes of their own show within few seeds. */
  private static final Set<LetterMutant> DIRECTED =
      EnumSet.of(HELD_BY_ANY_PROCESS, OPENS_UNCHECKED, BIRTH, PARENT_GOES_ON, PARENT_ONLY);

  private final List<Change> changes;

  LetterMutant(Change... changes) {
    this.changes = List.of(changes);
  }

  List<Change> changes() {
    return changes;
  }

  boolean isDirected() {
    return DIRECTED.contains(this);
  }

  /** Lines end within the time of a simulation, and the tail is short. */
  static List<Change> linesThatEndSoon() {
    return List.of(
        new Change("forget.lua", "= 60000, 5000, 3600000,", "= 26000, 1000, 28000,"),
        new Change("lib/reopen.lua", "DAY_MS = 86400000", "DAY_MS = 1120000"),
        new Change("sweep.lua", "86400000", "1120000"));
  }
}
