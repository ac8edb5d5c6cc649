package io.sluice.gateway.api;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.http.Problems;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.SluiceException;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Bounds what asks Redis: a caller learns within a second that Redis does not answer. */
final class Reads {
  /** Leaves a fifth of that second for the way. */
  static final Duration TIMEOUT = Duration.ofMillis(800);

  private static final int UNAVAILABLE = 503;

  private static final Health SILENT = new Health("no answer", List.of());

  static <T> Mono<T> bounded(Mono<T> read) {
    return read.timeout(
        TIMEOUT,
        Mono.error(
            () ->
                new RedisUnavailableException(
                    "no answer to a read within " + TIMEOUT.toMillis() + " ms", null)));
  }

  /** The task as it is now, whose end is not lost from then on for one who waits for it. */
  static Mono<TaskView> awaiting(Sluice sluice, TaskPath path) {
    return bounded(sluice.tasks().findAwaited(path.queue().value(), path.id().value()));
  }

  /** Whether it failed for a while only: Redis is away, full, or has too much to do. */
  static boolean mayPass(Throwable error) {
    return Problems.of(error).code().status() == UNAVAILABLE;
  }

  /** How the engine does; a Redis that does not answer in time is told so, not an error. */
  static Mono<Health> health(Sluice sluice) {
    return bounded(sluice.health()).onErrorReturn(SluiceException.class, SILENT);
  }

  private Reads() {}
}
