package io.sluice.store;

import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one claim, as it is reported to the store.
 *
 * @param retention how long the task is kept if it succeeded; null for as its queue does it
 */
public record Settlement(TaskId id, String token, Outcome outcome, @Nullable Duration retention) {

  /** Of a task without a retention of its own. */
  public Settlement(TaskId id, String token, Outcome outcome) {
    this(id, token, outcome, null);
  }

  /** Roughly how many bytes it puts on the wire. */
  public int weight() {
    return 128 + (outcome instanceof Outcome.Succeed done ? done.result().length : 0);
  }
}
