package io.sluice.flow.batch;

import io.sluice.script.Edit;
import java.util.function.BinaryOperator;

/** A rule of batches, removed. */
@SuppressWarnings("ImmutableEnumChecker") // an Edit is three texts
enum BatchMutant implements BinaryOperator<String> {
  /** Whether any member moved is asked before the call takes members in. */
  ASKED_BEFORE("enqueue_once", "  membersAtAll = true", "  local _ = true"),
  /** The home waits for no last word of other queues. */
  NOT_FINAL("judge", "if batch.sealed > 0 and final and", "if batch.sealed > 0 and"),
  /** A batch ends while members can be added. */
  NOT_SEALED("judge", "if batch.sealed > 0 and final and", "if final and"),
  /** A batch that has ended is judged again. */
  ENDS_AGAIN(
      "judge", "if not batch or batch.ended > 0 then return end", "if not batch then return end"),
  /** Each look at a dead member gives the callback. */
  DIES_AGAIN("judge", "sum['dead'] > 0 and batch.failed == 0", "sum['dead'] > 0"),
  /** A task that was known counts once more. */
  KNOWN_COUNTS("enroll", "if number and not isKnown[i] then", "if number then"),
  /** A sealed batch takes members. */
  SEALED_TAKES("enroll", "if part.marks:find('[sx]') then", "if part.marks:find('[x]') then"),
  /** A dead member that is dropped counts as cancelled too. */
  DROPPED_COUNTS(
      "act", "if to == 'gone' then return end", "if to == 'gone' then to = 'cancelled' end"),
  /** The ends of a batch that gathers are not kept. */
  GATHERS_NOTHING(
      "settle",
      "  call('HSET', gathered, field, table.concat(chunk), number, count)",
      "  if not ids then call('HSET', gathered, field, table.concat(chunk), number, count) end"),
  /** A dead member is a member no more. */
  DEAD_LEAVES("settle", "to ~= 'dead' and to ~= 'pending'", "to ~= 'pending'");

  private final Edit edit;

  BatchMutant(String verb, String from, String to) {
    this.edit = new Edit(verb, from, to);
  }

  @Override
  public String apply(String verb, String text) {
    boolean isRule = verb.equals(edit.verb()) && text.contains(edit.from());
    return isRule ? edit.appliedTo(text) : text;
  }
}
