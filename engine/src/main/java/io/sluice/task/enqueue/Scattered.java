package io.sluice.task.enqueue;

import io.sluice.Sluice;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * How one part of a {@link Sluice#scatter} ended.
 *
 * @param <C> the value by which the caller knows the part
 * @param <R> the result of its task
 */
public sealed interface Scattered<C, R> {
  /** The place of the part in its source, from 0 on. */
  long index();

  C correlation();

  /** The task of the part; null when none was enqueued for it. */
  @Nullable TaskId id();

  /**
   * The task of the part has succeeded.
   *
   * @param result null when the handler gave none
   */
  record Succeeded<C, R>(long index, C correlation, TaskId id, @Nullable R result)
      implements Scattered<C, R> {}

  /**
   * The part has no result.
   *
   * @param error {@link io.sluice.task.TaskFailedException} when the task is dead, cancelled or
   *     expired; {@link io.sluice.task.UnknownTaskException} when it was removed; otherwise the
   *     reason why it was not enqueued, or why its result cannot be read
   */
  record Failed<C, R>(long index, C correlation, @Nullable TaskId id, SluiceException error)
      implements Scattered<C, R> {}

  default boolean succeeded() {
    return this instanceof Succeeded;
  }
}
