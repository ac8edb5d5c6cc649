package io.sluice.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Hearing;
import io.sluice.loop.Timers;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.redis.link.Reason;
import io.sluice.redis.link.ServerKind;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks for the master when the server that this engine is connected to has become a replica. That
 * server keeps its connections and answers READONLY for ever; only who connects anew learns that a
 * name or a Sentinel names another one.
 *
 * <p>So one connection is opened to look, after a pause that grows. Those of the engine stay as
 * they are, with what is under way on them, until a master was seen.
 */
final class MasterSearch implements Search {
  /** Before the second look; each further pause is twice as long, up to the longest. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final Duration NONE = Duration.ZERO;

  private final Connections connections;
  private final StatefulRedisConnection<byte[], byte[]> scripts;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final Disposable.Swap looking = Disposables.swap();
  private volatile long lastFoundAt = System.nanoTime() - LONGEST_PAUSE.toNanos();

  /**
   * @param scripts the connection that writes
   */
  MasterSearch(Connections connections, StatefulRedisConnection<byte[], byte[]> scripts) {
    this.connections = connections;
    this.scripts = scripts;
  }

  /** Begins to look where the server takes no writes, unless that is under way. */
  @Override
  public void met(Throwable error) {
    if (Errors.isReadOnly(error) && !looking.isDisposed() && underWay.compareAndSet(false, true)) {
      boolean again = System.nanoTime() - lastFoundAt < LONGEST_PAUSE.toNanos();
      looking.update(Hearing.ofNothing(looks(again ? FIRST_PAUSE : NONE)));
    }
  }

  /** Errors while the master is looked for. */
  @Override
  public Mono<Void> whileUnderWay() {
    return Mono.defer(
        () ->
            underWay.get()
                ? Mono.error(
                    new RedisUnavailableException("Redis refuses: " + Reason.READ_ONLY, null))
                : Mono.empty());
  }

  @Override
  public void stop() {
    looking.dispose();
  }

  /** Ends when a master was found. */
  private Flux<Duration> looks(Duration first) {
    return Flux.just(first)
        .expand(
            pause ->
                Mono.delay(pause, Timers.scheduler())
                    .flatMap(go -> look())
                    .onErrorReturn(false)
                    .flatMap(found -> found ? ended() : Mono.just(longerThan(pause))));
  }

  private Mono<Duration> ended() {
    return Mono.fromRunnable(
        () -> {
          lastFoundAt = System.nanoTime();
          underWay.set(false);
        });
  }

  private static Duration longerThan(Duration pause) {
    Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Whether there is a master, to which the engine is connected or connects now. */
  private Mono<Boolean> look() {
    return ServerKind.of(scripts)
        .onErrorReturn(ServerKind.REPLICA) // of a connection that broke: the other one tells
        .flatMap(kind -> kind == ServerKind.MASTER ? Mono.just(true) : lookElsewhere());
  }

  private Mono<Boolean> lookElsewhere() {
    return connections
        .open()
        .flatMap(
            probe ->
                ServerKind.of(probe)
                    .onErrorReturn(ServerKind.REPLICA)
                    .flatMap(kind -> connections.close(probe).thenReturn(kind)))
        .map(kind -> kind == ServerKind.MASTER || kind == ServerKind.UNKNOWN)
        .doOnNext(
            found -> {
              if (found) {
                connections.connectAnew();
              }
            });
  }
}
