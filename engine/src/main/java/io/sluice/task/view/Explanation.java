package io.sluice.task.view;

import io.sluice.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task waits, as one look at its queue saw it.
 *
 * @param reasons what holds it, the strongest first; none when nothing does
 * @param expectedTurn when it may start, by the limits or by how fast its queue was of late,
 *     provided that a worker runs its type; null when that cannot be known
 */
public record Explanation(TaskState state, List<Reason> reasons, @Nullable Instant expectedTurn) {
  public Explanation {
    reasons = List.copyOf(reasons);
  }

  /** When the task is expected to start: at its turn; null when that cannot be known. */
  public @Nullable Instant expectedStart() {
    return reasons.stream().anyMatch(reason -> reason.code() == Code.NO_WORKER)
        ? null
        : expectedTurn;
  }

  /** What holds a task. */
  public enum Code {
    PAUSED,
    QUEUE_LIMIT,
    GROUP_LIMIT,
    RATE,
    DELAY,
    NO_WORKER,
    UNIQUE_KEY,
    POSITION,

    /**
     * The queue starts nothing now, because too many of its letters to other queues are not sent,
     * or because a queue that they go to is full.
     */
    ADMISSION
  }

  /**
   * One thing that holds a task.
   *
   * @param detail for people
   * @param until when it ends by itself; null when it does not or that is not known
   */
  public record Reason(Code code, String detail, @Nullable Instant until) {}
}
