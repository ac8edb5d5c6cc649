package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.UnblockType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Slot;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.TaskId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * BLMOVE from ready to landing, on a connection that carries nothing else, since whatever shared it
 * would wait behind the block. The engine has so many of these and no more: who waits first gets
 * one and keeps it, the others wait for a word ({@link Wakes}) until one is free.
 *
 * <p>A BLMOVE that is cancelled or timed out here still moves an element there. So it is never
 * cancelled: it ends by its own timeout on the server, or by CLIENT UNBLOCK from another
 * connection. When its reply stays out, the connection is given up, and what it may have moved is
 * put back by the sweep of landing.
 *
 * <p>A full Redis refuses BLMOVE, but no claim; so there it is waited for a word or a poll.
 */
public final class RedisLanding implements Landing {
  private final Connections connections;
  private final StatefulRedisConnection<byte[], byte[]> commands;
  private final Search search;
  private final Slot slot;
  private final Seats seats;
  private final Wakes.Wake word;
  private final AtomicReference<@Nullable Seat> seat = new AtomicReference<>();
  private final AtomicBoolean seated = new AtomicBoolean();
  private volatile boolean closed;

  /** A connection and the id by which the server knows it. */
  private record Seat(StatefulRedisConnection<byte[], byte[]> connection, long clientId) {}

  public RedisLanding(
      Connections connections,
      StatefulRedisConnection<byte[], byte[]> commands,
      Search search,
      Slot slot,
      Seats seats,
      Wakes wakes) {
    this.connections = connections;
    this.commands = commands;
    this.search = search;
    this.slot = slot;
    this.seats = seats;
    this.word = wakes.of(slot.key(Key.READY));
  }

  @Override
  public Mono<TaskId> arrival() {
    return arrival(Wakes.Poll.AT_ONCE);
  }

  @Override
  public Mono<TaskId> nextArrival() {
    return arrival(Wakes.Poll.LATER);
  }

  private Mono<TaskId> arrival(Wakes.Poll unseated) {
    return Guarded.step(
        () -> {
          if (closed) {
            return Mono.empty();
          }
          return takesSeat() ? moved() : word.next(unseated).then(Mono.empty());
        });
  }

  @Override
  public boolean brings() {
    return seated.get() || seats.isAnyFree();
  }

  @Override
  public Mono<Void> word() {
    return Guarded.step(() -> closed ? Mono.empty() : word.next(Wakes.Poll.AT_ONCE));
  }

  @Override
  public Mono<Void> nextWord() {
    return Guarded.step(() -> closed ? Mono.empty() : word.next(Wakes.Poll.LATER));
  }

  private boolean takesSeat() {
    if (!seated.get() && seats.take()) {
      seated.set(true);
      word.leave();
    }
    return seated.get();
  }

  private Mono<TaskId> moved() {
    return search
        .whileUnderWay()
        .then(taken())
        .flatMap(at -> moved(at).doOnError(error -> giveUpAfter(error, at)))
        .map(id -> TaskId.stored(new String(id, UTF_8)))
        .onErrorMap(error -> Errors.translate("blmove", error))
        .onErrorResume(
            RedisOutOfMemoryException.class,
            full -> word.next(Wakes.Poll.REFUSED).then(Mono.empty()))
        .onErrorResume(error -> !seated.get(), unseated -> Mono.empty());
  }

  private Mono<byte[]> moved(Seat at) {
    return Guarded.step(
        () ->
            Connections.commands(at.connection)
                .blmove(
                    slot.key(Key.READY),
                    slot.key(Key.LANDING),
                    LMoveArgs.Builder.leftRight(),
                    Connections.BLOCK.toMillis() / 1000.0));
  }

  @Override
  public Mono<Void> wake() {
    return Mono.defer(
        () -> {
          word.tell();
          Seat at = seat.get();
          return at == null
              ? Mono.empty()
              : Guarded.step(
                      () ->
                          Connections.commands(commands)
                              .clientUnblock(at.clientId, UnblockType.TIMEOUT))
                  .onErrorMap(error -> Errors.translate("unblock", error))
                  .then();
        });
  }

  @Override
  public Mono<Void> close() {
    return Mono.defer(
        () -> {
          closed = true;
          word.close();
          return closeSeat().then(Mono.fromRunnable(this::giveBack));
        });
  }

  private Mono<Void> closeSeat() {
    Seat at = seat.getAndSet(null);
    return at == null ? Mono.empty() : connections.close(at.connection);
  }

  private void giveBack() {
    if (seated.getAndSet(false)) {
      seats.giveBack();
    }
  }

  private Mono<Seat> taken() {
    return Mono.defer(
        () -> {
          Seat at = seat.get();
          return at != null ? Mono.just(at) : connections.open().flatMap(this::sit);
        });
  }

  /** Without its id nobody could wake who waits there; where CLIENT is forbidden, none sits. */
  private Mono<Seat> sit(StatefulRedisConnection<byte[], byte[]> connection) {
    return Guarded.step(() -> Connections.commands(connection).clientId())
        .map(id -> new Seat(connection, id))
        .doOnNext(seat::set)
        .flatMap(at -> closed ? closeSeat().then(Mono.empty()) : Mono.just(at))
        .onErrorResume(
            error -> {
              if (Errors.isForbidden(error)) {
                seats.takeNoMore();
                giveBack();
              }
              return connections.close(connection).then(Mono.error(error));
            });
  }

  /**
   * A connection that broke would come back under another client id, which nobody could wake; one
   * to a server that has become a replica, or has the queue no more, waits there in vain.
   */
  private void giveUpAfter(Throwable error, Seat at) {
    search.met(error);
    boolean useless = !Errors.isAnswer(error) || Errors.isElsewhere(error);
    if (useless && seat.compareAndSet(at, null)) {
      Disposable unused = connections.close(at.connection).subscribe(done -> {}, failed -> {});
    }
  }
}
