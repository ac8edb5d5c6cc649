package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.proxy.Ending;
import io.sluice.load.fault.proxy.FaultProxy;
import io.sluice.load.fault.proxy.Swallow;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What happens between the workers and Redis. Each fault is over when its method returns. */
final class Wire implements AutoCloseable {
  private static final int DEFAULT_PORT = 6379;
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_MILLIS = 5_000;
  private static final Duration LATER = Duration.ofMillis(150);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(30);
  private static final int LOOK_MILLIS = 20;
  private static final int MOST_LET_THROUGH = 20;

  private final FaultProxy proxy;
  private final URI redis;
  private final SplittableRandom random;

  private Wire(URI redis, long seed) {
    this.redis = redis;
    this.proxy =
        FaultProxy.to(redis.getHost(), redis.getPort() < 0 ? DEFAULT_PORT : redis.getPort());
    this.random = new SplittableRandom(seed);
  }

  /** Opens a way to that Redis. */
  static Wire to(String redisUri, long seed) {
    return new Wire(URI.create(redisUri), seed);
  }

  /** The address of the same Redis on this way. */
  String redisUri() {
    String who = redis.getRawUserInfo() == null ? "" : redis.getRawUserInfo() + "@";
    String which = redis.getRawPath() == null ? "" : redis.getRawPath();
    return redis.getScheme() + "://" + who + "127.0.0.1:" + proxy.port() + which;
  }

  /** Lets it happen, and returns when it is over. */
  void happen(Fault fault) throws InterruptedException {
    switch (fault) {
      case DELAY -> {
        proxy.delay(LATER);
        healLater();
      }
      case BLACK_HOLE -> {
        proxy.blackHole();
        healLater();
      }
      case RESET -> proxy.cut(Ending.RST);
      case HANG_UP -> proxy.cut(Ending.FIN);
      case LOSE_REPLY -> loseReply();
      default -> throw new IllegalArgumentException(fault + " is none of the wire");
    }
  }

  private void healLater() throws InterruptedException {
    try {
      TimeUnit.MILLISECONDS.sleep(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS));
    } finally {
      proxy.heal();
    }
  }

  private void loseReply() throws InterruptedException {
    Swallow swallow = proxy.swallow("EVALSHA", 1 + random.nextInt(MOST_LET_THROUGH), Ending.RST);
    long end = System.nanoTime() + REPLY_LIMIT.toNanos();
    while (swallow.fired() == 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no reply came that could be lost, in " + REPLY_LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
