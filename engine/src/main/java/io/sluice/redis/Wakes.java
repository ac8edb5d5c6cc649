package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.redis.link.Connections;
import io.sluice.script.ScriptServer;
import io.sluice.script.Words;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
    /**
     * With the next tick, and again once words are heard; that they are is no word, since Redis has
     * just refused what the worker would do upon it.
     */
    REFUSED,
    /** After a period: the claim before has left what is in the list. */
    LATER
  }

  private final StatefulRedisConnection<byte[], byte[]> commands;
  private final Channel channel;
  private final long pollNanos;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
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
    return Flux.fromIterable(waits)
        .filter(wait -> now - wait.pollAt >= 0)
        .flatMap(wait -> poll(wait, now), AT_ONCE)
        .onErrorComplete()
        .then();
  }

  /** A poll without an answer ends the wait too: the claim then says what is wrong. */
  private Mono<Void> poll(Wait wait, long now) {
    wait.pollAt = nextPoll();
    if (now - wait.endAt >= 0) {
      return Mono.fromRunnable(wait.wake::tell);
    }
    return Guarded.step(() -> Connections.commands(commands).llen(wait.wake.ready))
        .onErrorReturn(1L)
        .filter(length -> length > 0)
        .doOnNext(length -> wait.wake.tell())
        .then();
  }

  private long nextPoll() {
    double part = ThreadLocalRandom.current().nextDouble(EARLIEST, 1);
    return System.nanoTime() + (long) (pollNanos * part);
  }

  /** One wait of a worker. No two are equal: one that is over may go when the next has begun. */
  private final class Wait {
    private final Wake wake;
    private final long endAt = System.nanoTime() + pollNanos + LONGER.toNanos();
    private volatile long pollAt;

    private Wait(Wake wake, Poll first) {
      this.wake = wake;
      this.pollAt = first == Poll.LATER ? nextPoll() : System.nanoTime();
    }
  }

  /** The waits of one worker, one at a time. */
  final class Wake {
    private final byte[] ready;
    private final Words words = new Words();
    private final Disposable.Swap listening = Disposables.swap();
    private volatile boolean deaf = true;
    private volatile boolean refused;

    private Wake(byte[] ready) {
      this.ready = ready;
    }

    /** Completes when there may be something to claim. */
    Mono<Void> next(Poll first) {
      return Mono.create(
          sink -> {
            refused = first == Poll.REFUSED;
            if (deaf) {
              listen();
            }
            Wait wait = new Wait(this, first);
            Runnable end = sink::success;
            waits.add(wait);
            sink.onDispose(
                () -> {
                  waits.remove(wait);
                  words.leave(end);
                });
            if (!words.await(end)) {
              end.run();
            }
          });
    }

    /** Ends the wait, or the next one. */
    void tell() {
      words.heard();
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

    /**
     * That it is in force is a word too, but for a refused worker. When it cannot be, the poll
     * tries again.
     */
    private void listen() {
      deaf = false;
      listening.update(
          Hearing.of(
              channel.hints(new String(ready, UTF_8)),
              this::said,
              error -> deaf = true,
              () -> deaf = true));
    }

    private void said(String word) {
      if (refused && word.equals(ScriptServer.IN_FORCE)) {
        look();
      } else {
        tell();
      }
    }

    /** Has the list looked at with the next tick. */
    private void look() {
      long now = System.nanoTime();
      waits.stream().filter(wait -> wait.wake.equals(this)).forEach(wait -> wait.pollAt = now);
    }
  }
}
