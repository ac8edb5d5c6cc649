package io.sluice.task;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one task of a batch. */
public sealed interface BatchOutcome<R> {
  /** The task, as the handler was given it. */
  TaskContext<?> task();

  /** Done, with a result or null for none. */
  record Succeed<R>(TaskContext<?> task, @Nullable R result) implements BatchOutcome<R> {}

  /** Ended with this error, which means the same as from a handler of single tasks. */
  record Fail<R>(TaskContext<?> task, Throwable error) implements BatchOutcome<R> {}

  /** Not done and not failed: goes back at once, first in line. */
  record Release<R>(TaskContext<?> task) implements BatchOutcome<R> {}

  static <R> BatchOutcome<R> succeed(TaskContext<?> task, @Nullable R result) {
    return new Succeed<>(task, result);
  }

  /** All of them done, without a result. */
  static <R> List<BatchOutcome<R>> succeed(List<? extends TaskContext<?>> tasks) {
    return tasks.stream().map(task -> BatchOutcome.<R>succeed(task, null)).toList();
  }

  /** Failed; the retry policy says when it runs again, or that it is dead. */
  static <R> BatchOutcome<R> retry(TaskContext<?> task, Throwable cause) {
    return new Fail<>(task, cause);
  }

  /** Failed; runs again after the delay, if an attempt is left. */
  static <R> BatchOutcome<R> retry(TaskContext<?> task, Throwable cause, Duration delay) {
    return new Fail<>(
        task, new RetryTaskException(delay, String.valueOf(cause.getMessage()), cause));
  }

  /** Failed for good. */
  static <R> BatchOutcome<R> bury(TaskContext<?> task, String reason) {
    return new Fail<>(task, new BuryTaskException(reason));
  }

  /** Not done and not failed: comes up again after the delay; the attempt does not count. */
  static <R> BatchOutcome<R> snooze(TaskContext<?> task, Duration delay) {
    return new Fail<>(task, new SnoozeTaskException(delay));
  }

  static <R> BatchOutcome<R> release(TaskContext<?> task) {
    return new Release<>(task);
  }
}
