package io.sluice.store;

import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one claim, as it is reported to the store.
 *
 * @param retention how long the task is kept if it succeeded; null for as its queue does it
 * @param followUps what is taken in exactly if the outcome is accepted; only of one that succeeded
 */
public record Settlement(
    TaskId id,
    String token,
    Outcome outcome,
    @Nullable Duration retention,
    List<HandedOn> followUps) {

  /**
   * A follow-up.
   *
   * @param queue where it goes
   */
  public record HandedOn(QueueName queue, EnqueueItem item) {}

  /** Without follow-ups. */
  public Settlement(TaskId id, String token, Outcome outcome, @Nullable Duration retention) {
    this(id, token, outcome, retention, List.of());
  }

  /** Of a task without a retention of its own. */
  public Settlement(TaskId id, String token, Outcome outcome) {
    this(id, token, outcome, null);
  }

  /** Roughly how many bytes it puts on the wire. */
  public int weight() {
    int weight = 128 + (outcome instanceof Outcome.Succeed done ? done.result().length : 0);
    for (HandedOn one : followUps) {
      weight += one.item().weight();
    }
    return weight;
  }
}
