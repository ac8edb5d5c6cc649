package io.sluice.load.target;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanStream;
import reactor.core.publisher.Mono;

/** Removes what a run left behind: the keys of its own namespace and no others. */
public final class NamespaceSweep {
  /** Keys asked for and removed at a time, so that no call holds Redis up. */
  private static final int CHUNK = 500;

  private final RedisLink redis;

  public NamespaceSweep(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * Removes them and tells how many there were. A namespace has no character that is special in a
   * pattern, so it stands for itself.
   */
  public Mono<Long> remove(String namespace) {
    return ScanStream.scan(redis.commands(), ScanArgs.Builder.limit(CHUNK).match(namespace + ":*"))
        .buffer(CHUNK)
        .concatMap(keys -> redis.commands().unlink(keys.toArray(String[]::new)))
        .reduce(0L, Long::sum);
  }
}
