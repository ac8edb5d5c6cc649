package io.sluice;

import io.sluice.task.TaskContext;
import io.sluice.task.TaskHandler;
import io.sluice.task.TaskType;
import org.jspecify.annotations.Nullable;

/** Says what a worker runs. Not thread-safe. */
public final class WorkerBuilder {
  WorkerBuilder() {}

  public static final int DEFAULT_CONCURRENCY = 256;

  /** A handler that may block: it runs on a thread of its own, interrupted when cancelled. */
  @FunctionalInterface
  public interface BlockingHandler<T, R> {
    @Nullable R handle(TaskContext<T> context) throws Exception;
  }

  /** The most tasks the worker holds at once, 1 to 100,000. */
  public WorkerBuilder concurrency(int value) {
    return Stubs.notYet();
  }

  /** Runs tasks of this type with a handler that does not block. */
  public <T, R> WorkerBuilder handle(TaskType<T, R> type, TaskHandler<T, R> handler) {
    return Stubs.notYet();
  }

  /** Runs tasks of this type with a handler that may block. */
  public <T, R> WorkerBuilder handleBlocking(TaskType<T, R> type, BlockingHandler<T, R> handler) {
    return Stubs.notYet();
  }

  /** Starts claiming. */
  public Worker start() {
    return Stubs.notYet();
  }
}
