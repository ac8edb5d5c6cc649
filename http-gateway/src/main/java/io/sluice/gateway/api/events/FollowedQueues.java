package io.sluice.gateway.api.events;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.queues.KnownQueue;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which queues a caller follows: the one that it names, or all that there are. */
final class FollowedQueues {
  /** Queues beyond, by name, are not followed: each is a subscription. */
  static final int MOST = 1000;

  static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Sluice sluice;
  private final Flux<List<QueueName>> later;

  FollowedQueues(Sluice sluice) {
    this.sluice = sluice;
    // One look for all who follow, and none when nobody does.
    this.later =
        Flux.interval(LOOK_EVERY)
            .onBackpressureDrop()
            .concatMap(tick -> now().onErrorComplete(), 1)
            .publish()
            .refCount();
  }

  /**
   * Those of one caller.
   *
   * @param first from the beginning on
   * @param later all that there are, whenever it was looked for others
   * @param isAll none is left out for want of room
   */
  record Followed(List<QueueName> first, Flux<List<QueueName>> later, boolean isAll) {
    Flux<List<QueueName>> all() {
      return Flux.concat(Flux.just(first), later);
    }
  }

  /** A queue that the caller may not reach is as one that is not there. */
  Mono<Followed> of(@Nullable String queue, Caller caller) {
    if (queue == null) {
      return now()
          .map(
              first ->
                  new Followed(
                      reached(first, caller),
                      later.map(names -> reached(names, caller)),
                      first.size() < MOST));
    }
    return caller.mayReach(queue)
        ? KnownQueue.view(sluice, queue, caller)
            .map(view -> new Followed(List.of(view.queue()), Flux.empty(), true))
        : Mono.error(Unknown.queue(queue));
  }

  private static List<QueueName> reached(List<QueueName> names, Caller caller) {
    return caller.reachesAll() ? names : names.stream().filter(caller::mayReach).toList();
  }

  private Mono<List<QueueName>> now() {
    return EngineCall.bounded(sluice.queues().list(null, MOST));
  }
}
