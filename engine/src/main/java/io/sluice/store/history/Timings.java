package io.sluice.store.history;

import io.sluice.task.QueueName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The latencies of all queues whose tasks are run, or given to workers elsewhere, by one engine.
 */
public final class Timings {
  /** Queues of which latencies are kept; those of more queues are not. */
  private static final int MAX_QUEUES = 10_000;

  private final Map<QueueName, Latencies> byQueue = new ConcurrentHashMap<>();
  private final Latencies ofMore = new Latencies(() -> {});
  private volatile Consumer<QueueName> recorder = queue -> {};

  /** Tells this one of each queue that has something to record. It must not block. */
  public void tell(Consumer<QueueName> told) {
    recorder = told;
  }

  /** Those of a queue, to be added to. */
  public Latencies of(QueueName queue) {
    Latencies known = byQueue.get(queue);
    if (known != null) {
      return known;
    }
    return byQueue.size() >= MAX_QUEUES
        ? ofMore
        : byQueue.computeIfAbsent(queue, name -> new Latencies(() -> recorder.accept(name)));
  }

  /** Takes those of a queue. */
  public Latencies.Taken take(QueueName queue) {
    Latencies known = byQueue.get(queue);
    return known == null ? Latencies.Taken.NOTHING : known.take();
  }
}
