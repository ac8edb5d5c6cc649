package io.sluice.load.target;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.EmbeddedRedisException;
import io.sluice.gateway.embedded.RedisOptions;

/** A Redis of the run's own: on loopback, without persistence, gone when the run is. */
final class EmbeddedTarget implements Target {
  private final EmbeddedRedis redis;

  private EmbeddedTarget(EmbeddedRedis redis) {
    this.redis = redis;
  }

  static Target start() {
    try {
      return new EmbeddedTarget(EmbeddedRedis.start(RedisOptions.IN_MEMORY));
    } catch (EmbeddedRedisException e) {
      throw new IllegalStateException(
          "no embedded Redis: " + e.getMessage() + "; --target names one that runs already", e);
    }
  }

  @Override
  public String redisUri() {
    return redis.uri();
  }

  @Override
  public String kind() {
    return Targets.EMBEDDED;
  }

  @Override
  public void close() {
    redis.close();
  }
}
