package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What engines of one process share in place of a Redis. Everything is in memory, and gone with it.
 */
public final class MemoryServer {
  private final Clocks clocks;
  private final Map<Place, MemoryQueue> queues = new ConcurrentHashMap<>();
  private final Map<String, NavigableSet<String>> names = new ConcurrentHashMap<>();

  private record Place(String namespace, QueueName queue) {}

  private MemoryServer(Clocks clocks) {
    this.clocks = clocks;
  }

  /** By the clock of the system. */
  public static MemoryServer create() {
    return new MemoryServer(Clocks.ofTheSystem());
  }

  /** By this clock. */
  public static MemoryServer create(VirtualClock clock) {
    MemoryServer server = new MemoryServer(Clocks.of(clock));
    clock.onAdvance(server::catchUp);
    return server;
  }

  /** A store with these settings; those of the same namespace share their queues. */
  public TaskStore store(SluiceConfig config) {
    return new MemoryTaskStore(this, config);
  }

  Clocks clocks() {
    return clocks;
  }

  MemoryQueue queue(String namespace, QueueName queue) {
    return queues.computeIfAbsent(
        new Place(namespace, queue), place -> new MemoryQueue(queue, clocks));
  }

  /** Names of known queues of a namespace, in order. */
  NavigableSet<String> names(String namespace) {
    return names.computeIfAbsent(namespace, key -> new ConcurrentSkipListSet<>());
  }

  /** Whatever became due is made ready now, and not with the next pass of an engine. */
  private void catchUp() {
    for (MemoryQueue queue : queues.values()) {
      synchronized (queue) {
        Promoting promoting = new Promoting(queue);
        promoting.promote(Integer.MAX_VALUE);
        promoting.expire(Integer.MAX_VALUE);
        queue.handOut();
        queue.waits.tellAll();
      }
    }
  }
}
