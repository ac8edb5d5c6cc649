package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.util.Map;
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

  /**
   * Shorter than a part of a batch that was dropped is kept, so that no member is added to it that
   * nobody counts.
   */
  private static final long KNOWN_NANOS = Duration.ofMinutes(10).toNanos();

  private final Map<Join, Long> known = new ConcurrentHashMap<>();

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
    Long at = known.get(join);
    return at != null && System.nanoTime() - at < KNOWN_NANOS
        ? Mono.empty()
        : store.batches().join(batch, queue).doOnSuccess(done -> remember(join));
  }

  private void remember(Join join) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(join, System.nanoTime());
  }
}
