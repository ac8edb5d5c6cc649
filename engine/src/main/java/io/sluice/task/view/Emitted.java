package io.sluice.task.view;

import org.jspecify.annotations.Nullable;

/**
 * What a follower of the stream of a task gets.
 *
 * @param <T> the type of the values
 */
public sealed interface Emitted<T> {
  /** The run that emitted; later runs of the task have higher numbers. */
  long run();

  /** Where a follower goes on that has taken this. */
  StreamPosition position();

  /**
   * A value that the handler emitted.
   *
   * @param index the place of the value in its run, from 0 on
   * @param value null only where the handler's type is {@code Void}, or the value is a JSON null
   */
  record Item<T>(long run, long index, @Nullable T value) implements Emitted<T> {
    @Override
    public StreamPosition position() {
      return new StreamPosition(run, index + 1);
    }
  }

  /**
   * The run has ended without success: its items are void, those that came and those that would
   * have come. When the task runs again, the items of the next run follow, from its first.
   */
  record Voided<T>(long run) implements Emitted<T> {
    @Override
    public StreamPosition position() {
      return new StreamPosition(run, StreamPosition.VOID);
    }
  }
}
