package io.sluice;

import io.sluice.client.Repair;
import io.sluice.store.TaskStore;
import io.sluice.task.Ledger;
import io.sluice.task.QueueName;
import io.sluice.task.QueueView;
import io.sluice.task.Repaired;
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

  /**
   * Mends a queue whose ledger does not balance, while it lives: a task that is in no place becomes
   * ready, one in several keeps one, what is left of none is dropped. Looks at every task, in
   * parts, and holds Redis for longer than other calls where there is something to mend: an
   * operator's tool. A queue that is right is left as it is.
   */
  public Mono<Repaired> repair(String queue) {
    return Mono.defer(() -> new Repair(QueueName.of(queue), store).run());
  }
}
