package io.sluice;

import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;

/** The tasks of the tests. */
public final class Work {
  public static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);

  /** Tried again at once, as often as is said. */
  public static RetryPolicy attempts(int max) {
    return RetryPolicy.fixed(max, Duration.ofMillis(1));
  }

  private Work() {}
}
