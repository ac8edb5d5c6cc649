package io.sluice.redis.sentinel;

import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Notices that the master is another one, by asking the Sentinels and by hearing them. After a
 * planned {@code SENTINEL FAILOVER} the old master says for ten more seconds that it is one, takes
 * writes, and loses all of them when it becomes a replica; no connection to it tells that.
 */
final class SentinelWatch implements Disposable {
  /** How long a change may be unknown of which no word arrives. */
  static final Duration POLL = Duration.ofSeconds(1);

  /** A connection that was being made at the change may still arrive at the old master. */
  static final Duration SETTLING = Duration.ofSeconds(3);

  private final Sentinels sentinels;
  private final Consumer<Master> onChange;
  private final Disposable.Swap looking = Disposables.swap();
  private final Disposable polling;
  private volatile boolean ended;
  private @Nullable Master master;
  private long changedAt = System.nanoTime() - SETTLING.toNanos();

  /**
   * @param onChange is told of another master, and for a short while after that with each poll
   */
  SentinelWatch(Sentinels sentinels, Consumer<Master> onChange) {
    this.sentinels = sentinels;
    this.onChange = onChange;
    this.master = sentinels.known();
    this.polling =
        PeriodicLoop.start(
            "sentinels",
            POLL,
            // Where none answers the master that is known stays.
            Mono.when(look().onErrorComplete(), sentinels.hear(this::lookNow)),
            error -> {},
            Timers.scheduler());
  }

  @Override
  public void dispose() {
    ended = true;
    polling.dispose();
    looking.dispose();
  }

  @Override
  public boolean isDisposed() {
    return ended;
  }

  private void lookNow() {
    looking.update(Hearing.ofNothing(look()));
  }

  private Mono<Void> look() {
    return Guarded.step(sentinels::master).doOnNext(any -> judge()).then();
  }

  /** Of two looks at once the later may have the older answer, so what counts is what is known. */
  private synchronized void judge() {
    Master now = sentinels.known();
    if (now == null || ended) {
      return;
    }
    boolean changed = master != null && !master.isWhere(now);
    master = now;
    changedAt = changed ? System.nanoTime() : changedAt;
    boolean settling = System.nanoTime() - changedAt < SETTLING.toNanos();
    // Whether a connection leads to a host by name cannot be told for sure.
    if (changed || (settling && now.isNamedByNumber())) {
      onChange.accept(now);
    }
  }
}
