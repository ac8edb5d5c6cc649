package io.sluice.standing;

import io.sluice.script.Edit;
import io.sluice.spec.Variant;
import java.util.List;

/** A rule of who stands, removed. */
@SuppressWarnings("ImmutableEnumChecker") // a record
enum StandingMutant {
  /** What is given is only told, and a message that is lost is gone. */
  GIFT_IS_NOT_KEPT(new Edit("offer", "call('HSET', gifts, session, seq .. ' ' .. answer)", "")),
  /** A claim that is made again does not hear of what was given meanwhile. */
  CLAIM_HEARS_OF_NO_GIFT(new Edit("claim", "if number == seq then", "if false then")),
  /** Who was given a task stands on, and is given another under the same number. */
  STANDS_ON(
      new Edit(
          "offer", "  call('ZREM', standing, first[1])\n  if call('PUBSUB'", "  if call('PUBSUB'")),
  /** A claim that finds something leaves its session standing. */
  STANDS_AFTER_A_CLAIM(
      new Edit(
          "claim", "if anyStand and lastSeq then leaveStanding", "if false then leaveStanding")),
  /** A task is given although others wait. */
  GIVES_PAST_OTHERS(
      new Edit("offer", "call('EXISTS', ready, aside, lane, levels, lines) == 0", "true")),
  GIVES_PAST_A_LIMIT(new Edit("offer", "not rules[4] and ", "")),
  /** A session is given a task of which it cannot hear. */
  GIVES_TO_THE_DEAF(
      new Edit("offer", "call('PUBSUB', 'NUMSUB', gifts .. ':' .. session)[2] > 0", "true")),
  /** A claim that goes with outcomes leaves no receipt, and is made again in vain. */
  EXCHANGE_IS_FORGOTTEN(
      new Edit(
          "exchange",
          "call('SET', claimed, number .. ' ' .. startedAt .. ':' .. (#next > 0 and ' ' .."
              + " table.concat(next, ' ') or ''), 'EX', 3600)",
          "")),
  EXCHANGE_GIVES_PAST_A_LIMIT(new Edit("exchange", "rules[2] or rules[3] == '1' or ", "")),
  /** What was heard of is kept for good. */
  GIFT_OF_A_CLOSED_SESSION_STAYS(
      new Edit("close", "call('HDEL', gifts, session)", ""),
      new Edit("reap", "call('HDEL', gifts, unpack(late))", ""));

  private final List<Edit> edits;

  StandingMutant(Edit... edits) {
    this.edits = List.of(edits);
  }

  Variant variant() {
    return new Variant(name(), edits, false);
  }
}
