package io.sluice.remote;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.id.Ids;
import io.sluice.loop.Spacing;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What every part of {@link RemoteQueue} needs to know.
 *
 * @param putOff of tasks that a newer version of Sluice wrote
 * @param onUse is called with the queue when a session of it begins
 */
record RemoteSettings(
    QueueName queue,
    TaskStore store,
    SluiceConfig config,
    Ids ids,
    EngineListener listener,
    FollowUps followUps,
    Spacing putOff,
    Consumer<QueueName> onUse) {

  /** The same in a partition of the queue. */
  RemoteSettings on(QueueName partition) {
    return partition.equals(queue)
        ? this
        : new RemoteSettings(partition, store, config, ids, listener, followUps, putOff, onUse);
  }

  /** How long a session lives without being extended. */
  Duration life() {
    return config.sessionLife();
  }

  /** How long a caller waits for Redis. */
  Duration patience() {
    return config.enqueueTimeout();
  }

  void tell(EngineEvent event) {
    listener.on(event);
  }
}
