package io.sluice.task;

import java.time.Duration;
import java.util.Objects;

/**
 * A handler's word that it is too early for the task: nothing failed, the attempt does not count,
 * and it comes up again after the delay, as often as this is said. A delay below zero means at
 * once, one above {@link io.sluice.task.enqueue.RetryPolicy#LONGEST} that one.
 */
public final class SnoozeTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /**
   * @throws NullPointerException when the delay is null
   */
  public SnoozeTaskException(Duration delay) {
    super(
        Code.INTERNAL,
        "put off for " + Objects.requireNonNull(delay, "delay must not be null"),
        null);
    this.delay = delay;
  }

  public Duration delay() {
    return delay;
  }
}
