package io.sluice.worker;

import io.sluice.loop.Timers;
import io.sluice.task.handler.BatchHandler;
import io.sluice.task.handler.TaskContext;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Gathers runs of one type into batches: a batch begins with the first, and goes out when it is
 * full or the time since the first is up. Each run keeps its slot and is a run like any other; it
 * only waits for an outcome that a handler tells of several at once.
 */
final class Batches<T, R> {
  private final BatchHandler<T, R> handler;
  private final int max;
  private final Duration maxWait;
  private volatile Executor gang = Runnable::run;
  private @Nullable Batch<T, R> gathering;
  private Disposable timeUp = () -> {};
  private boolean closing;

  Batches(BatchHandler<T, R> handler, int max, Duration maxWait) {
    this.handler = handler;
    this.max = max;
    this.maxWait = maxWait;
  }

  /** Where handlers are called. */
  void runOn(Executor threads) {
    gang = threads;
  }

  int max() {
    return max;
  }

  /** One run, as part of a batch. */
  Mono<R> run(TaskContext<T> context) {
    return Mono.create(sink -> join(context, sink));
  }

  /** From now on nothing is waited for: fewer and fewer will come. */
  void close() {
    Batch<T, R> last;
    synchronized (this) {
      closing = true;
      last = gathering;
    }
    if (last != null) {
      gang.execute(() -> goOut(last));
    }
  }

  private void join(TaskContext<T> context, MonoSink<R> sink) {
    Handlers.claimOf(context).waits();
    Batch<T, R> joined;
    boolean full;
    synchronized (this) {
      joined = gathering == null ? begin() : gathering;
      joined.add(context, sink);
      full = (closing || joined.size() >= max) && end(joined);
    }
    sink.onCancel(() -> joined.leave(context));
    if (full) {
      joined.run();
    }
  }

  private Batch<T, R> begin() {
    Batch<T, R> next = new Batch<>(handler);
    gathering = next;
    timeUp =
        Timers.scheduler()
            .schedule(
                () -> gang.execute(() -> goOut(next)), maxWait.toNanos(), TimeUnit.NANOSECONDS);
    return next;
  }

  private void goOut(Batch<T, R> batch) {
    if (end(batch)) {
      batch.run();
    }
  }

  /** True for one: that it is full and that its time is up may come at once. */
  private synchronized boolean end(Batch<T, R> batch) {
    if (gathering != batch) {
      return false;
    }
    gathering = null;
    timeUp.dispose();
    return true;
  }
}
