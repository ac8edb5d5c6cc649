package io.sluice.gateway.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server again that ended unasked: soon at first, later and later while that goes on, and
 * not any more when it ends too often. Runs on a thread of its own, until the server is closed.
 */
final class RedisKeeper implements Runnable {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** So many ends within the window, and it is given up. */
  private static final int MAX_ENDS = 5;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final EmbeddedRedis redis;
  private final EmbeddedRedis.Kept kept;
  private final Deque<Long> ends = new ArrayDeque<>();

  RedisKeeper(EmbeddedRedis redis, EmbeddedRedis.Kept kept) {
    this.redis = redis;
    this.kept = kept;
  }

  @Override
  public void run() {
    try {
      keep();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      kept.givenUp(String.valueOf(broken.getMessage()));
    }
  }

  private void keep() throws InterruptedException {
    @Nullable String failure = null;
    while (true) {
      redis.awaitEnd();
      if (redis.isClosing()) {
        return;
      }
      String why = failure == null ? redis.lastWords() : failure;
      if (isTooOften()) {
        kept.givenUp(why);
        return;
      }
      kept.ended(why);
      redis.pause(nextPause());
      failure = tryToStart();
    }
  }

  /** Why it did not come up, or null. Then it has ended, which the next round finds and counts. */
  private @Nullable String tryToStart() {
    try {
      redis.startAgain();
      kept.restarted();
      return null;
    } catch (EmbeddedRedisException notUp) {
      redis.endProcess();
      return notUp.getMessage();
    }
  }

  private boolean isTooOften() {
    long now = System.nanoTime();
    ends.add(now);
    while (now - ends.element() > WINDOW.toNanos()) {
      ends.remove();
    }
    return ends.size() >= MAX_ENDS;
  }

  private Duration nextPause() {
    Duration pause = SHORTEST_PAUSE.multipliedBy(1L << ((ends.size() - 1) * 2));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
