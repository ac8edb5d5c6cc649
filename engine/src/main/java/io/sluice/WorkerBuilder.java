package io.sluice;

import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.BatchHandler;
import io.sluice.task.handler.Emit;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.handler.TaskInterceptor;
import io.sluice.worker.Concurrency;
import io.sluice.worker.Handlers;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Says what a worker runs. Not thread-safe; one worker comes of it. */
public final class WorkerBuilder {
  public static final int DEFAULT_CONCURRENCY = 256;
  public static final int MAX_CONCURRENCY = 100_000;

  private final Handlers handlers = new Handlers();
  private final BiFunction<Handlers, Concurrency, Worker> starter;
  private Concurrency concurrency = Concurrency.fixed(DEFAULT_CONCURRENCY);

  /**
   * A handler that may block. It is called on a thread of its own, which is interrupted when the
   * run is to stop: on a cancel, after its timeout, at the end of a shutdown's grace, and when the
   * worker's session is lost.
   */
  @FunctionalInterface
  public interface BlockingHandler<T, R> {
    @Nullable R handle(TaskContext<T> context) throws Exception;
  }

  WorkerBuilder(BiFunction<Handlers, Concurrency, Worker> starter) {
    this.starter = starter;
  }

  /** The most tasks the worker holds at once, 1 to {@link #MAX_CONCURRENCY}. */
  public WorkerBuilder concurrency(int value) {
    concurrency = Concurrency.fixed(checkedConcurrency(value));
    return this;
  }

  /**
   * In place of {@link #concurrency}: the worker chooses how many tasks it holds at once. It begins
   * with min, holds more while its handlers stay as fast as they were with few, and fewer when they
   * become slower or when more than a tenth of their attempts fail. Tasks that run are never
   * stopped for that; fewer are claimed. Tasks that are put off, given back or cancelled are no
   * failures. Each decision is an {@link io.sluice.event.EngineEvent.ConcurrencyAdapted}.
   *
   * @param min at least 1, and what the worker holds on a slow day: while the handlers go on
   *     failing it holds no more
   * @param max at least min, at most {@link #MAX_CONCURRENCY}
   * @throws IllegalArgumentException when a bound is out of range
   */
  public WorkerBuilder adaptive(int min, int max) {
    if (min < 1) {
      throw new IllegalArgumentException("min of adaptive must be at least 1, is " + min);
    }
    if (max > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "max of adaptive must be at most " + MAX_CONCURRENCY + ", is " + max);
    }
    if (min > max) {
      throw new IllegalArgumentException(
          "min of adaptive must be at most its max of " + max + ", is " + min);
    }
    concurrency = Concurrency.between(min, max);
    return this;
  }

  static int checkedConcurrency(int value) {
    if (value < 1 || value > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "concurrency must be between 1 and " + MAX_CONCURRENCY + ", is " + value);
    }
    return value;
  }

  /**
   * Runs tasks of this type with a handler that does not block. It is called on a thread that all
   * workers of the engine share, and is to leave it within some milliseconds: what takes longer
   * goes on elsewhere, or into {@link #handleBlocking}.
   */
  public <T, R> WorkerBuilder handle(TaskType<T, R> type, TaskHandler<T, R> handler) {
    handlers.add(type, handler);
    return this;
  }

  /**
   * The same, whose values are kept as a stream of the task that others follow: see {@link
   * Streams}. Each value is kept, and the last is also the result. Values are requested from the
   * publisher as Redis takes them, and the outcome is recorded after the last is kept. What blocks
   * belongs on a scheduler for that: {@code Flux.fromStream(…).subscribeOn(boundedElastic())}.
   */
  public <T, R> WorkerBuilder handle(TaskType<T, R> type, Emit emit, TaskHandler<T, R> handler) {
    handlers.add(type, emit, handler);
    return this;
  }

  /**
   * Runs tasks of this type with a handler that may block or compute for long. Each task has a
   * thread of its own: on JDK 21 and later a virtual one, below that one of a pool that grows as it
   * is needed. Below JDK 21 a worker with such a handler has at most 1,024 slots, also for its
   * other handlers. The time of an attempt counts from the call of the handler; when it is up, or
   * when the task is cancelled, the thread is interrupted, and the slot is free once the handler
   * returns.
   */
  public <T, R> WorkerBuilder handleBlocking(TaskType<T, R> type, BlockingHandler<T, R> handler) {
    handlers.addBlocking(type, handler::handle);
    return this;
  }

  /**
   * Runs tasks of this type several at once: as many as have come within the wait after the first,
   * and at most so many. Each of them holds a slot meanwhile. Its attempt timeout counts from the
   * call of the handler, so that the wait is no part of it.
   *
   * @param max at least 1, at most the concurrency of the worker; the lowest where it is adaptive
   * @param maxWait what it costs: a lone task waits for as long
   */
  public <T, R> WorkerBuilder handleBatch(
      TaskType<T, R> type, int max, Duration maxWait, BatchHandler<T, R> handler) {
    handlers.addBatch(type, max, maxWait, handler);
    return this;
  }

  /** Stands around each run of this worker; the first one that is added is the outermost. */
  public WorkerBuilder intercept(TaskInterceptor interceptor) {
    handlers.intercept(interceptor);
    return this;
  }

  /**
   * What this worker makes of failed attempts of a type, in place of the policy of each task. At
   * most one a type.
   */
  public WorkerBuilder retry(TaskType<?, ?> type, RetryRule rule) {
    handlers.retry(type, rule);
    return this;
  }

  /** The same for all types that have no rule of their own. At most one. */
  public WorkerBuilder retry(RetryRule rule) {
    handlers.retry(rule);
    return this;
  }

  /**
   * Starts claiming.
   *
   * @throws IllegalStateException when there is no handler
   * @throws IllegalArgumentException when a batch may be larger than the concurrency
   */
  public Worker start() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("a worker needs a handler: call handle(type, handler) first");
    }
    handlers.requireSlotsFor(concurrency.min());
    return starter.apply(handlers, concurrency);
  }
}
