package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Where workers wait that got no connection of their own: for a word on the channel of their queue,
 * and below that, since words get lost, for a poll that finds the queue not empty. One tick polls
 * all whose time has come, in place of a timer each.
 *
 * <p>A poll is one LLEN, which costs Redis a tenth of the claim that it saves.
 */
public final class Wakes {
  private static final Duration TICK = Duration.ofMillis(50);

  /** Polls under way at once. */
  private static final int AT_ONCE = 256;

  /**
   * A wait ends by itself this long after its first poll, so that its worker shows that it lives.
   */
  private static final Duration LONGER = Duration.ofSeconds(4);

  /** Polls lie between this part of the period and all of it, so that they spread. */
  private static final double EARLIEST = 0.75;

  /** When the list is looked at for the first time. */
  enum Poll {
    /**
     * With the next tick: a claim that met cancelled tasks comes back with less than there is, and
     * no word will be said of the rest.
     */
    AT_ONCE,
    /** After a period: the claim before has left what is in the list. */
    LATER
  }

  private final StatefulRedisConnection<byte[], byte[]> commands;
  private final Channel channel;
  private final long pollNanos;
  private final Set<Wake> waiting = ConcurrentHashMap.newKeySet();
  private final Disposable ticking;

  public Wakes(StatefulRedisConnection<byte[], byte[]> commands, Channel channel, Duration poll) {
    this.commands = commands;
    this.channel = channel;
    this.pollNanos = poll.minus(TICK).toNanos();
    this.ticking =
        PeriodicLoop.start(
            "wakes", TICK, Mono.defer(this::pollDue), error -> {}, Timers.scheduler());
  }

  /** A place for one to wait for this list, on the channel of its name. */
  Wake of(byte[] ready) {
    return new Wake(ready);
  }

  void stop() {
    ticking.dispose();
  }

  private Mono<Void> pollDue() {
    long now = System.nanoTime();
    return Flux.fromIterable(waiting)
        .filter(wake -> now - wake.pollAt >= 0)
        .flatMap(wake -> poll(wake, now), AT_ONCE)
        .onErrorComplete()
        .then();
  }

  /** A poll without an answer ends the wait too: the claim then says what is wrong. */
  private Mono<Void> poll(Wake wake, long now) {
    wake.pollAt = nextPoll();
    if (now - wake.endAt >= 0) {
      return Mono.fromRunnable(wake::tell);
    }
    return Guarded.step(() -> Connections.commands(commands).llen(wake.ready))
        .onErrorReturn(1L)
        .filter(length -> length > 0)
        .doOnNext(length -> wake.tell())
        .then();
  }

  private long nextPoll() {
    double part = ThreadLocalRandom.current().nextDouble(EARLIEST, 1);
    return System.nanoTime() + (long) (pollNanos * part);
  }

  /**
   * The waits of one worker, one at a time. A word that comes between two of them ends the next:
   * the claim before it may have been too early.
   */
  final class Wake {
    private final byte[] ready;
    private final Disposable.Swap listening = Disposables.swap();
    private volatile boolean deaf = true;
    private volatile long pollAt;
    private volatile long endAt;
    private boolean told;
    private @Nullable MonoSink<Void> waiter;

    private Wake(byte[] ready) {
      this.ready = ready;
    }

    /** Completes when there may be something to claim. */
    Mono<Void> next(Poll first) {
      return Mono.create(
          sink -> {
            if (deaf) {
              listen();
            }
            sink.onCancel(() -> abandon(sink));
            if (!await(sink, first)) {
              sink.success();
            }
          });
    }

    /** Ends the wait, or the next one. */
    void tell() {
      MonoSink<Void> ended = endWait();
      if (ended != null) {
        ended.success();
      }
    }

    /** Listens no more until the next wait. */
    void leave() {
      deaf = true;
      listening.update(Disposables.disposed());
    }

    /** Never listens again; a wait that is under way ends with its poll. */
    void close() {
      listening.dispose();
    }

    /** That it is in force is a word too. When it cannot be, the poll tries again. */
    private void listen() {
      deaf = false;
      listening.update(
          channel
              .hints(new String(ready, UTF_8))
              .subscribe(word -> tell(), error -> deaf = true, () -> deaf = true));
    }

    /** Whether it is to wait at all. */
    private synchronized boolean await(MonoSink<Void> sink, Poll first) {
      if (told) {
        told = false;
        return false;
      }
      waiter = sink;
      pollAt = first == Poll.LATER ? nextPoll() : System.nanoTime();
      endAt = System.nanoTime() + pollNanos + LONGER.toNanos();
      waiting.add(this);
      return true;
    }

    /** A word from now on is for the next wait. */
    private synchronized void abandon(MonoSink<Void> sink) {
      if (sink.equals(waiter)) {
        waiter = null;
        waiting.remove(this);
      }
    }

    private synchronized @Nullable MonoSink<Void> endWait() {
      MonoSink<Void> ended = waiter;
      waiter = null;
      told = ended == null;
      waiting.remove(this);
      return ended;
    }
  }
}
