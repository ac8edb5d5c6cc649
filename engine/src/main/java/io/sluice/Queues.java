package io.sluice;

import io.sluice.task.Ledger;
import io.sluice.task.QueueName;
import io.sluice.task.QueueView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at queues. Everything is cold. */
public final class Queues {
  Queues() {}

  /** Names of queues that ever had a task or a worker, in order, after the given one. */
  public Mono<List<QueueName>> list(@Nullable String after, int limit) {
    return Stubs.notYet();
  }

  /** The queue as it is now; empty when it never had a task or a worker. */
  public Mono<QueueView> find(String queue) {
    return Stubs.notYet();
  }

  /** Whether every task that was accepted is accounted for; O(1). */
  public Mono<Ledger> audit(String queue) {
    return Stubs.notYet();
  }
}
