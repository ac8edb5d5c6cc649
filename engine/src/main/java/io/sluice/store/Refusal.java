package io.sluice.store;

import io.sluice.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a task was not enqueued.
 *
 * @param existing the task that is there already
 * @param createdAt when that one was created; only of {@link Kind#AGAIN}
 */
public record Refusal(Kind kind, TaskId existing, @Nullable Instant createdAt) {
  /** What was in the way. */
  public enum Kind {
    /** Its id exists. */
    DUPLICATE,
    /** Its unique key is held. */
    REJECT,
    /** Its unique key is held, and its caller wants the holder then. */
    KEEP,
    /** The same request enqueued that task. */
    AGAIN,
    /** Another request with the same key enqueued that task. */
    MISMATCH
  }
}
