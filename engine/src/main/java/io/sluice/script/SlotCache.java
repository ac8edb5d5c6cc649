package io.sluice.script;

import io.sluice.task.QueueName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots of a namespace that are in use. The cache is emptied when it grows over its bound,
 * since every slot can be built again. Thread-safe.
 */
public final class SlotCache {
  private static final int MAX_QUEUES = 10_000;

  private final String namespace;
  private final Slot names;
  private final Map<QueueName, Slot> byQueue = new ConcurrentHashMap<>();

  public SlotCache(String namespace) {
    this.namespace = namespace;
    this.names = Slot.ofNames(namespace);
  }

  /** The slot of the names of queues and schedules. */
  public Slot names() {
    return names;
  }

  /** The slot of a queue. */
  public Slot of(QueueName queue) {
    Slot known = byQueue.get(queue);
    if (known != null) {
      return known;
    }
    if (byQueue.size() >= MAX_QUEUES) {
      byQueue.clear();
    }
    return byQueue.computeIfAbsent(queue, name -> Slot.of(namespace, name));
  }
}
