package io.sluice.task.view;

import io.sluice.task.TaskId;
import java.time.Instant;

/**
 * Tasks of a queue that failed last with the same type of error and the same first line of its
 * message.
 *
 * @param type the class of the error, or a word for errors that are none
 * @param message the first line of the message
 * @param dead how many of these tasks are dead
 * @param retrying how many of them wait for their next attempt
 * @param firstAt the earliest of their last failures, by the clock of Redis
 * @param lastAt the latest of their last failures
 * @param example the task that failed at {@code lastAt}
 */
public record ErrorGroup(
    String type,
    String message,
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
