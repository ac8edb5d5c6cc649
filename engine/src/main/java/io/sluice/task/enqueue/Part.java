package io.sluice.task.enqueue;

import io.sluice.Sluice;

/**
 * A task of a {@link Sluice#scatter}, together with the value by which its caller knows it. A
 * {@link NewTask} is a part that is known by itself; {@link NewTask#correlate} gives another value.
 *
 * @param <C> the value that comes back with the result
 * @param <R> the result of the task
 */
public interface Part<C, R> extends Correlated<C> {
  @Override
  NewTask<?, R> task();
}
