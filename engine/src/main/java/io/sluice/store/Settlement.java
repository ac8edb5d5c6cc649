package io.sluice.store;

import io.sluice.task.Outcome;
import io.sluice.task.TaskId;

/** The outcome of one claim, as it is reported to the store. */
public record Settlement(TaskId id, String token, Outcome outcome) {
  /** Roughly how many bytes it puts on the wire. */
  public int weight() {
    return 128 + (outcome instanceof Outcome.Succeed done ? done.result().length : 0);
  }
}
