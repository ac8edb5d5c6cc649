package io.sluice.remote;

import io.sluice.config.SluiceConfig;
import io.sluice.encoding.Payloads;
import io.sluice.event.EngineListener;
import io.sluice.id.Ids;
import io.sluice.loop.Spacing;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.task.QueueName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The queues that workers elsewhere use; idle ones are dropped when there are too many. */
public final class RemoteQueues {
  private static final int MAX_QUEUES = 10_000;

  private final TaskStore store;
  private final SluiceConfig config;
  private final Ids ids;
  private final EngineListener listener;
  private final Consumer<QueueName> onUse;
  private final FollowUps followUps;
  private final Spacing putOff = Spacing.ofTasksForOthers();
  private final Map<QueueName, RemoteQueue> queues = new ConcurrentHashMap<>();

  /**
   * @param onUse hears of a queue when a session of it begins
   */
  @SuppressWarnings("exports") // only the engine itself makes one
  public RemoteQueues(
      TaskStore store,
      SluiceConfig config,
      Ids ids,
      EngineListener listener,
      Payloads payloads,
      Consumer<QueueName> onUse) {
    this.store = store;
    this.config = config;
    this.ids = ids;
    this.listener = listener;
    this.onUse = onUse;
    store.divided().listen(map -> tellOfChange(map.queue()));
    this.followUps = new FollowUps(payloads);
  }

  private void tellOfChange(QueueName queue) {
    RemoteQueue divided = queues.get(queue);
    if (divided != null) {
      divided.divided();
    }
  }

  public RemoteQueue of(QueueName queue) {
    RemoteQueue known = queues.get(queue);
    if (known != null) {
      return known;
    }
    if (queues.size() >= MAX_QUEUES) {
      queues.values().removeIf(RemoteQueue::idle);
    }
    return queues.computeIfAbsent(
        queue,
        name ->
            new RemoteQueue(
                new RemoteSettings(name, store, config, ids, listener, followUps, putOff, onUse)));
  }
}
