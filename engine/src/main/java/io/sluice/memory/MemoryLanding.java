package io.sluice.memory;

import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Where a worker waits at a queue. A wait ends by itself, so that its worker shows that it lives.
 */
final class MemoryLanding implements Landing {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** A word that is told at once again and again would keep a worker busy with asking. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final MemoryQueue queue;

  // Guarded by the queue.

  private @Nullable MonoSink<TaskId> wait;
  private boolean closed;

  MemoryLanding(MemoryQueue queue) {
    this.queue = queue;
  }

  @Override
  public Mono<TaskId> arrival() {
    return Mono.<TaskId>create(this::take).publishOn(Timers.scheduler());
  }

  @Override
  public Mono<Void> word() {
    return Mono.<TaskId>create(this::listen).publishOn(Timers.scheduler()).then();
  }

  @Override
  public Mono<Void> wake() {
    return Mono.fromRunnable(this::endWait);
  }

  @Override
  public Mono<Void> close() {
    return Mono.fromRunnable(
        () -> {
          synchronized (queue) {
            closed = true;
            endWait();
          }
        });
  }

  private void take(MonoSink<TaskId> sink) {
    synchronized (queue) {
      if (begins(sink)) {
        queue.waits.take(sink);
        queue.handOut();
      }
    }
    endIn(LONGEST, sink);
  }

  private void listen(MonoSink<TaskId> sink) {
    boolean somethingIsThere;
    synchronized (queue) {
      somethingIsThere = !queue.ready.isEmpty();
      if (begins(sink)) {
        queue.waits.listen(sink);
      }
    }
    endIn(somethingIsThere ? TICK : LONGEST, sink);
  }

  private boolean begins(MonoSink<TaskId> sink) {
    if (closed) {
      sink.success();
      return false;
    }
    wait = sink;
    return true;
  }

  private void endIn(Duration time, MonoSink<TaskId> sink) {
    Disposable timer =
        Timers.scheduler().schedule(() -> end(sink), time.toMillis(), TimeUnit.MILLISECONDS);
    sink.onDispose(
        () -> {
          timer.dispose();
          leave(sink);
        });
  }

  private void endWait() {
    synchronized (queue) {
      if (wait != null) {
        queue.waits.end(wait);
      }
    }
  }

  private void end(MonoSink<TaskId> sink) {
    synchronized (queue) {
      queue.waits.end(sink);
    }
  }

  private void leave(MonoSink<TaskId> sink) {
    synchronized (queue) {
      boolean unused = queue.waits.leave(sink);
    }
  }
}
