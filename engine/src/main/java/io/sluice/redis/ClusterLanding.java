package io.sluice.redis;

import io.sluice.guard.Guarded;
import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where a worker waits at the node that has its queue. When another node has it, the next wait is
 * there; the one that is under way ends by itself, since the node that has it no more says MOVED.
 */
final class ClusterLanding implements Landing {
  private final Mono<Seat> seats;
  private final Supplier<@Nullable RedisServer> owner;
  private final AtomicReference<@Nullable Seat> taken = new AtomicReference<>();
  private volatile boolean closed;

  /** A place to wait, and at which node. */
  record Seat(RedisServer at, Landing landing) {}

  /**
   * @param seats gives one at the node that has the queue now
   * @param owner the node that has it now, null while that is not connected
   */
  ClusterLanding(Mono<Seat> seats, Supplier<@Nullable RedisServer> owner) {
    this.seats = seats;
    this.owner = owner;
  }

  @Override
  public Mono<TaskId> arrival() {
    return seated(Landing::arrival);
  }

  @Override
  public Mono<TaskId> nextArrival() {
    return seated(Landing::nextArrival);
  }

  @Override
  public boolean brings() {
    Seat seat = taken.get();
    return seat == null || seat.landing().brings();
  }

  @Override
  public Mono<Void> word() {
    return seated(Landing::word);
  }

  @Override
  public Mono<Void> nextWord() {
    return seated(Landing::nextWord);
  }

  private <T> Mono<T> seated(Function<Landing, Mono<T>> waiting) {
    return Guarded.step(
        () -> {
          Seat seat = taken.get();
          if (closed) {
            return Mono.empty();
          }
          return seat != null && seat.at().equals(owner.get())
              ? waiting.apply(seat.landing())
              : left().then(seats).flatMap(this::take).flatMap(next -> waiting.apply(next));
        });
  }

  private Mono<Landing> take(Seat seat) {
    taken.set(seat);
    return closed ? left().then(Mono.empty()) : Mono.just(seat.landing());
  }

  private Mono<Void> left() {
    return Mono.defer(
        () -> {
          Seat seat = taken.getAndSet(null);
          return seat == null ? Mono.empty() : seat.landing().close().onErrorComplete();
        });
  }

  @Override
  public Mono<Void> wake() {
    return Mono.defer(
        () -> {
          Seat seat = taken.get();
          return seat == null ? Mono.empty() : seat.landing().wake();
        });
  }

  @Override
  public Mono<Void> close() {
    return Mono.defer(
        () -> {
          closed = true;
          return left();
        });
  }
}
