package io.sluice.redis;

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
 * and below that, since words get lost, for the poll. One tick ends the waits of all whose poll has
 * come, in place of a timer each.
 */
final class Wakes {
  private static final Duration TICK = Duration.ofMillis(50);

  /** Polls lie between this part of the period and all of it, so that they spread. */
  private static final double EARLIEST = 0.75;

  private final Channel channel;
  private final long pollNanos;
  private final Set<Wake> waiting = ConcurrentHashMap.newKeySet();
  private final Disposable ticking;

  Wakes(Channel channel, Duration poll) {
    this.channel = channel;
    this.pollNanos = poll.minus(TICK).toNanos();
    this.ticking =
        Flux.interval(TICK).onBackpressureDrop().subscribe(tick -> endPolled(), error -> {});
  }

  /** A place for one to wait, on the channel of this name. */
  Wake of(String name) {
    return new Wake(name);
  }

  void stop() {
    ticking.dispose();
  }

  private void endPolled() {
    long now = System.nanoTime();
    for (Wake wake : waiting) {
      if (now - wake.pollAt >= 0) {
        wake.tell();
      }
    }
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
    private final String name;
    private final Disposable.Swap listening = Disposables.swap();
    private volatile boolean deaf = true;
    private volatile long pollAt;
    private boolean told;
    private @Nullable MonoSink<Void> waiter;

    private Wake(String name) {
      this.name = name;
    }

    /** Completes when there may be something to claim. */
    Mono<Void> next() {
      return Mono.create(
          sink -> {
            if (deaf) {
              listen();
            }
            sink.onCancel(() -> waiting.remove(this));
            if (!await(sink)) {
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

    /** Listens no more; a wait that is under way ends with its poll. */
    void leave() {
      listening.dispose();
    }

    /** That it is in force is a word too. When it cannot be, the poll tries again. */
    private void listen() {
      deaf = false;
      listening.update(
          channel.hints(name).subscribe(word -> tell(), error -> deaf = true, () -> deaf = true));
    }

    /** Whether it is to wait at all. */
    private synchronized boolean await(MonoSink<Void> sink) {
      if (told) {
        told = false;
        return false;
      }
      waiter = sink;
      pollAt = nextPoll();
      waiting.add(this);
      return true;
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
