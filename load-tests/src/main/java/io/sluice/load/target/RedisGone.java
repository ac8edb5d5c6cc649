package io.sluice.load.target;

import io.lettuce.core.RedisException;
import io.sluice.redis.link.Errors;
import io.sluice.task.RedisUnavailableException;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells of a run that has failed whether it was for its Redis. */
public final class RedisGone {
  private static final int MAX_CAUSES = 16;

  /** Why Redis did not do what it was asked; empty when it did, and something else went wrong. */
  public static Optional<String> reason(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .map(
            cause ->
                cause instanceof RedisException ? Errors.translate("a look at it", cause) : cause)
        .filter(RedisUnavailableException.class::isInstance)
        .map(gone -> String.valueOf(gone.getMessage()))
        .findFirst();
  }

  private RedisGone() {}
}
