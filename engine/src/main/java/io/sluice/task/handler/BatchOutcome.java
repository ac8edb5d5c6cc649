package io.sluice.task.handler;

import io.sluice.task.BuryTaskException;
import io.sluice.task.Failure;
import io.sluice.task.RetryTaskException;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.enqueue.FollowUp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of one task of a batch. */
public sealed interface BatchOutcome<R> {
  /** The task, as the handler was given it. */
  TaskContext<?> task();

  /**
   * Done, with a result or null for none.
   *
   * @param followUps what is enqueued exactly if the outcome is accepted
   */
  record Succeed<R>(TaskContext<?> task, @Nullable R result, List<FollowUp> followUps)
      implements BatchOutcome<R> {
    public Succeed {
      requireTask(task);
      followUps = List.copyOf(followUps);
    }
  }

  /** Ended with this error, which means the same as from a handler of single tasks. */
  record Fail<R>(TaskContext<?> task, Throwable error) implements BatchOutcome<R> {
    public Fail {
      Objects.requireNonNull(error, "error must not be null");
      requireTask(task);
    }
  }

  /** Not done and not failed: goes back at once, first in line. */
  record Release<R>(TaskContext<?> task) implements BatchOutcome<R> {
    public Release {
      requireTask(task);
    }
  }

  static <R> BatchOutcome<R> succeed(TaskContext<?> task, @Nullable R result) {
    return new Succeed<>(task, result, List.of());
  }

  /** Done, with tasks that are enqueued exactly if the outcome is accepted. */
  static <R> BatchOutcome<R> succeed(
      TaskContext<?> task, @Nullable R result, List<FollowUp> followUps) {
    return new Succeed<>(task, result, followUps);
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
    Objects.requireNonNull(cause, "cause must not be null");
    return new Fail<>(task, new RetryTaskException(delay, Failure.of(cause).message(), cause));
  }

  /** Failed for good. */
  static <R> BatchOutcome<R> bury(TaskContext<?> task, String reason) {
    return new Fail<>(task, new BuryTaskException(reason));
  }

  /** Not done and not failed: comes up again after the delay; the attempt does not count. */
  static <R> BatchOutcome<R> snooze(TaskContext<?> task, Duration delay) {
    return new Fail<>(task, new SnoozeTaskException(delay));
  }

  /**
   * Not done and not failed: its group rests for this time, on all workers; the attempt does not
   * count.
   */
  static <R> BatchOutcome<R> throttle(TaskContext<?> task, Duration time) {
    return new Fail<>(task, new ThrottleGroupException(time));
  }

  static <R> BatchOutcome<R> release(TaskContext<?> task) {
    return new Release<>(task);
  }

  private static void requireTask(TaskContext<?> task) {
    Objects.requireNonNull(task, "task must not be null");
  }
}
