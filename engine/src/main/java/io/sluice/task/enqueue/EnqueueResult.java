package io.sluice.task.enqueue;

import io.sluice.task.SluiceException;

/**
 * What became of one item of {@link io.sluice.Sluice#enqueueAll}.
 *
 * @param <C> what the caller knows the item by
 */
public sealed interface EnqueueResult<C> {
  C correlation();

  record Accepted<C>(C correlation, TaskHandle<?> task) implements EnqueueResult<C> {}

  record Rejected<C>(C correlation, SluiceException error) implements EnqueueResult<C> {}

  default boolean accepted() {
    return this instanceof Accepted;
  }
}
