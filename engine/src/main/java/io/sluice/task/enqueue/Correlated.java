package io.sluice.task.enqueue;

/**
 * A task together with what its caller knows it by. A {@link NewTask} is its own correlation.
 *
 * @param <C> what comes back with the answer
 */
public interface Correlated<C> {
  NewTask<?, ?> task();

  C correlation();
}
