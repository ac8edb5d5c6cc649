package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.loop.Timers;
import io.sluice.memory.redis.RedisModel.BlockedMove;
import io.sluice.memory.redis.RedisModel.Taker;
import io.sluice.memory.redis.RefusedException;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Slot;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  private final Machine machine;
  private final Slot slot;
  private final AtomicReference<@Nullable Runnable> wait = new AtomicReference<>();
  private volatile boolean closed;

  MemoryLanding(Machine machine, Slot slot) {
    this.machine = machine;
    this.slot = slot;
  }

  @Override
  public Mono<TaskId> arrival() {
    return Mono.<TaskId>create(this::take).publishOn(Timers.scheduler());
  }

  @Override
  public Mono<Void> word() {
    return Mono.<Void>create(this::listen).publishOn(Timers.scheduler());
  }

  @Override
  public Mono<Void> wake() {
    return Mono.fromRunnable(this::endWait);
  }

  @Override
  public Mono<Void> close() {
    return Mono.fromRunnable(
        () -> {
          closed = true;
          endWait();
        });
  }

  private void endWait() {
    Runnable end = wait.get();
    if (end != null) {
      end.run();
    }
  }

  private void take(MonoSink<TaskId> sink) {
    BlockedMove move = machine.move(slot, new Arrival(sink));
    lasts(
        sink,
        LONGEST,
        () -> {
          if (machine.alone(move)) {
            sink.success();
          }
        },
        () -> machine.alone(move));
  }

  private void listen(MonoSink<Void> sink) {
    String channel = slot.channel(Key.READY);
    Consumer<String> listener = message -> sink.success();
    machine.listen(channel, listener);
    lasts(
        sink,
        machine.anyReady(slot) ? TICK : LONGEST,
        sink::success,
        () -> machine.leave(channel, listener));
  }

  /** Ends a wait in time, when it is woken, and when the clock is moved. */
  private void lasts(MonoSink<?> sink, Duration time, Runnable end, Runnable leave) {
    wait.set(end);
    machine.waits(end);
    Disposable timer = Timers.scheduler().schedule(end, time.toMillis(), TimeUnit.MILLISECONDS);
    sink.onDispose(
        () -> {
          timer.dispose();
          wait.compareAndSet(end, null);
          machine.waitsNoMore(end);
          leave.run();
        });
    if (closed) {
      end.run();
    }
  }

  /** What a move brings. */
  private record Arrival(MonoSink<TaskId> sink) implements Taker {
    @Override
    public void moved(String element) {
      sink.success(TaskId.stored(new String(element.getBytes(ISO_8859_1), UTF_8)));
    }

    @Override
    public void refused(RefusedException error) {
      sink.error(new StoreCorruptedException("blmove refused: " + error.text(), error));
    }
  }
}
