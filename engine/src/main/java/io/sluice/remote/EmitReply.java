package io.sluice.remote;

import io.sluice.store.stream.Verdict;
import java.util.List;

/**
 * What became of emitted items.
 *
 * @param kept how many of them are in the stream now, the first ones; also those of an earlier call
 */
public record EmitReply(Status status, int kept) {
  /** Whether all are kept, or why not. */
  public enum Status {
    /** All of them are in the stream. */
    KEPT,
    /** The claim is over: nothing was kept. */
    TOKEN_LOST,
    /** The stream would exceed its bounds. */
    FULL,
    /** An item before the first of them is missing. */
    GAP
  }

  static EmitReply lost() {
    return new EmitReply(Status.TOKEN_LOST, 0);
  }

  static EmitReply of(List<Verdict> verdicts) {
    int kept = 0;
    while (kept < verdicts.size() && verdicts.get(kept) == Verdict.KEPT) {
      kept++;
    }
    return new EmitReply(kept == verdicts.size() ? Status.KEPT : status(verdicts.get(kept)), kept);
  }

  private static Status status(Verdict verdict) {
    return switch (verdict) {
      case KEPT -> Status.KEPT;
      case LOST -> Status.TOKEN_LOST;
      case FULL -> Status.FULL;
      case GAP -> Status.GAP;
    };
  }
}
