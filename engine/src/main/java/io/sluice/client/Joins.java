package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts queues in, at the homes of batches, before they take members: once for each batch and
 * queue, as far as this engine remembers. Thread-safe.
 */
final class Joins {
  /** When there are more, all are forgotten and counted in again, which changes nothing. */
  private static final int MAX_KNOWN = 10_000;

  private final TaskStore store;
  private final Set<Join> known = ConcurrentHashMap.newKeySet();

  private record Join(BatchId batch, QueueName queue) {}

  Joins(TaskStore store) {
    this.store = store;
  }

  /** Done at once for a task of no batch, and for a batch whose home the queue is. */
  Mono<Void> join(@Nullable BatchId batch, QueueName queue) {
    if (batch == null || batch.home().equals(queue)) {
      return Mono.empty();
    }
    Join join = new Join(batch, queue);
    return known.contains(join)
        ? Mono.empty()
        : store.batches().join(batch, queue).doOnSuccess(done -> remember(join));
  }

  private void remember(Join join) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.add(join);
  }
}
