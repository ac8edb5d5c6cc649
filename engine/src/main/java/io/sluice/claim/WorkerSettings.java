package io.sluice.claim;

import io.sluice.config.SluiceConfig;
import io.sluice.crew.Crew;
import io.sluice.encoding.Payloads;
import io.sluice.event.EngineListener;
import io.sluice.id.Host;
import io.sluice.id.Ids;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import java.util.Set;

/**
 * What every part of a worker needs to know.
 *
 * @param bytes what all of the engine hold together
 * @param host where it runs, for people who look
 * @param crew on whose threads the code of users runs
 * @param types of the tasks that it runs, for people who ask why one waits
 */
public record WorkerSettings(
    QueueName queue,
    TaskStore store,
    SluiceConfig config,
    Payloads payloads,
    Ids ids,
    EngineListener listener,
    HeldBytes bytes,
    Host host,
    Crew crew,
    Set<String> types) {
  public WorkerSettings on(QueueName other) {
    return new WorkerSettings(
        other, store, config, payloads, ids, listener, bytes, host, crew, types);
  }
}
