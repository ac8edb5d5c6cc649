package io.sluice.load.target;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanStream;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** Removes what a run left behind: the keys of its own namespace and no others. */
public final class NamespaceSweep {
  /** Keys asked for and removed at a time, so that no call holds Redis up. */
  private static final int CHUNK = 500;

  private static final Pattern PENDING = Pattern.compile("lazyfree_pending_objects:[1-9]");
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final int MOST_LOOKS = 1000;

  private final RedisLink redis;

  public NamespaceSweep(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * Removes them and tells how many there were; errors soon where Redis does not answer. A
   * namespace has no character that is special in a pattern, so it stands for itself.
   */
  public Mono<Long> remove(String namespace) {
    return redis.answers().then(Mono.defer(() -> removed(namespace)));
  }

  private Mono<Long> removed(String namespace) {
    return ScanStream.scan(redis.commands(), ScanArgs.Builder.limit(CHUNK).match(namespace + ":*"))
        .buffer(CHUNK)
        .concatMap(keys -> redis.commands().unlink(keys.toArray(String[]::new)))
        .reduce(0L, Long::sum)
        .flatMap(removed -> freed().thenReturn(removed));
  }

  /** Unlinked keys are freed in the background; a run after this one must not count that memory. */
  private Mono<Void> freed() {
    return redis
        .infoOfEach("memory")
        .map(PENDING::matcher)
        .any(Matcher::find)
        .map(pending -> !pending)
        .repeatWhen(rounds -> rounds.delayElements(LOOK_AGAIN))
        .takeUntil(free -> free)
        .take(MOST_LOOKS)
        .then();
  }
}
