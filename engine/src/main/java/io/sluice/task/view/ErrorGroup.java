package io.sluice.task.view;

import io.sluice.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of a queue that failed last and have something in common, see {@link QueueErrors.By}.
 *
 * @param taskType the type of these tasks; null where they are not grouped by it
 * @param type the class of their errors, or a word for errors that are none; null likewise
 * @param message the first line of the message; null where there is no {@code type}
 * @param dead how many of these tasks are dead
 * @param retrying how many of them wait for their next attempt
 * @param firstAt the earliest of their last failures, by the clock of Redis
 * @param lastAt the latest of their last failures
 * @param example the task that failed at {@code lastAt}
 */
public record ErrorGroup(
    @Nullable String taskType,
    @Nullable String type,
    @Nullable String message,
    long dead,
    long retrying,
    Instant firstAt,
    Instant lastAt,
    TaskId example) {
  /** How many tasks these are. */
  public long count() {
    return dead + retrying;
  }
}
