package io.sluice;

import io.sluice.store.TaskStore;
import io.sluice.task.Ledger;
import io.sluice.task.QueueName;
import io.sluice.task.QueueView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at queues. Everything is cold. */
public final class Queues {
  private final TaskStore store;

  Queues(TaskStore store) {
    this.store = store;
  }

  /** Names of queues that ever had a task or a worker, in order, after the given one. */
  public Mono<List<QueueName>> list(@Nullable String after, int limit) {
    return Mono.defer(() -> store.queues(after == null ? null : QueueName.of(after), limit));
  }

  /** The queue as it is now; empty when it never had a task or a worker. */
  public Mono<QueueView> find(String queue) {
    return Mono.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return store.known(name).filter(known -> known).flatMap(known -> store.stats(name));
        });
  }

  /** Whether every task that was accepted is accounted for; O(1). */
  public Mono<Ledger> audit(String queue) {
    return Mono.defer(() -> store.audit(QueueName.of(queue)));
  }
}
