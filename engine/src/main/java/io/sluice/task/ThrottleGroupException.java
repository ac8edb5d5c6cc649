package io.sluice.task;

import java.time.Duration;
import java.util.Objects;

/**
 * A handler's word that what the group of its task needs is throttled, such as an answer 429 from a
 * service: the group rests for this time, on all workers, and the task goes back to its place.
 * Nothing failed and the attempt does not count. A task without a group waits for the time alone. A
 * time below zero means at once, one above {@link io.sluice.task.enqueue.RetryPolicy#LONGEST} that
 * one.
 */
public final class ThrottleGroupException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final Duration time;

  /**
   * @throws NullPointerException when the time is null
   */
  public ThrottleGroupException(Duration time) {
    super(
        Code.INTERNAL,
        "its group is throttled for " + Objects.requireNonNull(time, "time must not be null"),
        null);
    this.time = time;
  }

  public Duration time() {
    return time;
  }
}
