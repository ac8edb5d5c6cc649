package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Waits for the end of a task by asking, again and again, to be told when it has changed. */
final class TaskEnd {
  /**
   * The gateway holds an answer back for at most a minute; what lies between may do so for less.
   */
  private static final Duration ONE_WAIT = Duration.ofSeconds(20);

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

  private final ApiClient client;
  private final ApiPath task;
  private final long until;

  TaskEnd(ApiClient client, ApiPath task, Duration atMost) {
    this.client = client;
    this.task = task;
    this.until = System.nanoTime() + atMost.toNanos();
  }

  /** How long the next request may wait. */
  static Duration firstWait(Duration atMost) {
    Duration wait = atMost.compareTo(ONE_WAIT) < 0 ? atMost : ONE_WAIT;
    return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
  }

  /** The task when it has ended, or as it is when time is up. */
  Mono<ApiAnswer> after(ApiAnswer known) {
    Duration left = Duration.ofNanos(until - System.nanoTime());
    if (isOver(known) || left.isNegative()) {
      return Mono.just(known);
    }
    ApiRequest request = ApiRequest.get(task).preferWait(firstWait(left));
    return client
        .send(known.etag() == null ? request : request.header("If-None-Match", known.etag()))
        .flatMap(now -> after(now.notModified() ? known : now));
  }

  static boolean isOver(ApiAnswer shown) {
    return shown.json().get("terminal").isTrue();
  }
}
