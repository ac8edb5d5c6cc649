package io.sluice.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task of an enqueue call.
 *
 * @param fresh the id was made for this task, so nobody can have used it
 * @param delay how long after the store took it the task becomes due
 * @param runAt in place of the delay
 */
public record EnqueueItem(StoredTask task, boolean fresh, Duration delay, @Nullable Instant runAt) {

  /** Whether the task may run as soon as it is there. */
  public boolean immediate() {
    return runAt == null && (delay.isZero() || delay.isNegative());
  }

  /** Roughly how many bytes it puts on the wire. */
  public int weight() {
    return task.payload().length + 128;
  }
}
