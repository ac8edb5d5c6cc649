package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.store.TaskStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What engines of one process share in place of a Redis. Everything is in memory, and gone with it.
 */
public final class MemoryServer {
  private final Clocks clocks;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();

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

  /**
   * A store with these settings; those of the same namespace share their queues. For engines, which
   * {@code SluiceBuilder} makes of it.
   */
  @SuppressWarnings("exports")
  public TaskStore store(SluiceConfig config) {
    Namespace namespace =
        namespaces.computeIfAbsent(config.namespace(), name -> new Namespace(clocks));
    return new MemoryTaskStore(namespace, clocks, config);
  }

  /** Whatever became due is made ready now, and not with the next pass of an engine. */
  private void catchUp() {
    for (Namespace namespace : namespaces.values()) {
      for (MemoryQueue queue : namespace.queues()) {
        synchronized (queue) {
          catchUp(queue);
        }
        namespace.tellOfSchedules(queue.name());
      }
    }
  }

  private static void catchUp(MemoryQueue queue) {
    Promoting promoting = new Promoting(queue);
    promoting.promote(Integer.MAX_VALUE);
    promoting.expire(Integer.MAX_VALUE);
    queue.handOut();
    queue.waits.tellAll();
  }
}
