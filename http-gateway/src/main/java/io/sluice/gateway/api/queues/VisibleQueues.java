package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.bounds.VisibleItems;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The queues that a caller may reach, by name. */
public final class VisibleQueues {
  /** The names of queues that the caller may reach, after the given one. */
  public static Mono<List<QueueName>> names(
      Sluice sluice, Caller caller, @Nullable String after, int limit) {
    return new VisibleItems<QueueName, QueueName>(
            sluice.queues()::list,
            names -> Mono.just(names.stream().filter(caller::mayReach).toList()))
        .after(after, limit, caller);
  }

  /** The queues by these names, in their order; without those that are gone meanwhile. */
  public static Mono<List<QueueView>> views(Sluice sluice, List<QueueName> names) {
    return Flux.fromIterable(names)
        .flatMapSequential(name -> sluice.queues().find(name.value()), Page.LOOKS_AT_ONCE)
        .collectList();
  }

  private VisibleQueues() {}
}
