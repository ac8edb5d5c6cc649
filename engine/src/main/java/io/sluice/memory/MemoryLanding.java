package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.loop.Timers;
import io.sluice.memory.RedisModel.Move;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Slot;
import io.sluice.script.Words;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Where a worker waits at a queue. A wait ends by itself, so that its worker shows that it lives.
 */
final class MemoryLanding implements Landing {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** A hint that comes at once again and again would keep a worker busy with claims. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final Machine machine;
  private final Slot slot;
  private final AtomicReference<@Nullable Runnable> wait = new AtomicReference<>();
  private final AtomicBoolean listens = new AtomicBoolean();
  private final Words words = new Words();

  /** One object, by which the machine knows it. */
  private final Consumer<String> hears;

  private volatile boolean closed;

  MemoryLanding(Machine machine, Slot slot) {
    this.machine = machine;
    this.slot = slot;
    this.hears = word -> words.heard();
  }

  @Override
  public Mono<TaskId> arrival() {
    return Mono.<TaskId>create(
            sink -> {
              Move move =
                  machine.move(
                      slot,
                      id -> sink.success(idOf(id)),
                      refused -> sink.error(new StoreCorruptedException(refused.text(), refused)));
              Runnable end =
                  () -> {
                    if (machine.end(move)) {
                      sink.success();
                    }
                  };
              lasts(sink, LONGEST, end, () -> machine.end(move));
            })
        .publishOn(Timers.scheduler());
  }

  @Override
  public Mono<TaskId> nextArrival() {
    return arrival();
  }

  @Override
  public boolean brings() {
    return true;
  }

  @Override
  public Mono<Void> word() {
    return word(() -> machine.anyReady(slot) ? TICK : LONGEST);
  }

  @Override
  public Mono<Void> nextWord() {
    return word(() -> LONGEST);
  }

  private Mono<Void> word(Supplier<Duration> longest) {
    return Mono.<Void>create(
            sink -> {
              listen();
              Runnable end = sink::success;
              lasts(sink, longest.get(), end, () -> words.leave(end));
              if (!words.await(end)) {
                end.run();
              }
            })
        .publishOn(Timers.scheduler());
  }

  private void listen() {
    if (!closed && listens.compareAndSet(false, true)) {
      machine.listen(slot.channel(Key.READY), hears);
    }
  }

  @Override
  public Mono<Void> wake() {
    return Mono.fromRunnable(
        () -> {
          Runnable end = wait.get();
          if (end != null) {
            end.run();
          }
        });
  }

  @Override
  public Mono<Void> close() {
    return Mono.<Void>fromRunnable(
            () -> {
              closed = true;
              machine.leave(slot.channel(Key.READY), hears);
            })
        .then(wake());
  }

  /** Ends a wait in time, when it is woken, and when the clock is moved. */
  private void lasts(MonoSink<?> sink, Duration time, Runnable end, Runnable leave) {
    wait.set(end);
    machine.waits.add(end);
    Disposable timer = Timers.scheduler().schedule(end, time.toMillis(), TimeUnit.MILLISECONDS);
    sink.onDispose(
        () -> {
          timer.dispose();
          wait.compareAndSet(end, null);
          machine.waits.remove(end);
          leave.run();
        });
    if (closed) {
      end.run();
    }
  }

  private static TaskId idOf(String bytes) {
    return TaskId.stored(new String(bytes.getBytes(ISO_8859_1), UTF_8));
  }
}
