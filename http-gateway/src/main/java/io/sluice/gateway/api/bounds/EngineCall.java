package io.sluice.gateway.api.bounds;

import io.sluice.gateway.http.Problems;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Bounds a call of the engine in time: a caller learns within a second that Redis is silent. */
public final class EngineCall {
  /** Leaves a fifth of that second for the network. */
  static final Duration TIMEOUT = Duration.ofMillis(800);

  private static final int UNAVAILABLE = ProblemCode.REDIS_UNAVAILABLE.status();

  /** The same call; errors with {@code redis_unavailable} once {@link #TIMEOUT} has passed. */
  public static <T> Mono<T> bounded(Mono<T> call) {
    return call.timeout(
        TIMEOUT,
        Mono.error(
            () ->
                new RedisUnavailableException(
                    "no answer to a call within " + TIMEOUT.toMillis() + " ms", null)));
  }

  /** Whether the error is temporary: Redis is away or full, or the server is overloaded. */
  public static boolean isTemporary(Throwable error) {
    return Problems.of(error).code().status() == UNAVAILABLE;
  }

  private EngineCall() {}
}
