package io.sluice.redis;

import io.sluice.task.QueueName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of the queues in use; emptied when it grows over its bound, since all can be rebuilt.
 */
final class KeyCache {
  private static final int MAX_QUEUES = 10_000;

  private final String namespace;
  private final Map<QueueName, Keys> byQueue = new ConcurrentHashMap<>();

  KeyCache(String namespace) {
    this.namespace = namespace;
  }

  Keys of(QueueName queue) {
    Keys known = byQueue.get(queue);
    if (known != null) {
      return known;
    }
    if (byQueue.size() >= MAX_QUEUES) {
      byQueue.clear();
    }
    return byQueue.computeIfAbsent(queue, name -> new Keys(namespace, name));
  }
}
