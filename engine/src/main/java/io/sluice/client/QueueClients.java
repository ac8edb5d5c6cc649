package io.sluice.client;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.id.Ids;
import io.sluice.lane.Overdue;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/** The clients of the queues in use; idle ones are dropped when there are too many. */
public final class QueueClients {
  private static final int MAX_QUEUES = 10_000;

  /** How late a caller may hear that its time is up. One tick for all, in place of a timer each. */
  private static final Duration EXPIRE_EVERY = Duration.ofMillis(50);

  private final TaskStore store;
  private final SluiceConfig config;
  private final Ids ids;
  private final EngineListener listener;
  private final Executor answers;
  private final Map<QueueName, QueueClient> clients = new ConcurrentHashMap<>();
  private final Overdue overdue = new Overdue();

  /** Of partitions, by the generation of the map by which tasks go there. */
  private final Map<Mapped, QueueClient> mapped = new ConcurrentHashMap<>();

  private final PeriodicLoop expiring;

  /** A client of before goes on until its calls are answered. */
  private record Mapped(QueueName partition, int generation) {}

  /**
   * @param answers where callers are answered
   */
  public QueueClients(
      TaskStore store, SluiceConfig config, Ids ids, EngineListener listener, Executor answers) {
    this.store = store;
    this.config = config;
    this.ids = ids;
    this.listener = listener;
    this.answers = answers;
    this.expiring =
        PeriodicLoop.start(
            "expire",
            EXPIRE_EVERY,
            Mono.fromRunnable(overdue::look),
            error -> {},
            Timers.scheduler());
  }

  /** The client of a queue, or of a partition of a divided one. */
  public QueueClient of(QueueName queue) {
    int generation = store.divided().generationOf(queue);
    return generation == 0 ? ofUndivided(queue) : of(new Mapped(queue, generation));
  }

  private QueueClient of(Mapped key) {
    QueueClient known = mapped.get(key);
    if (known != null) {
      return known;
    }
    mapped
        .entrySet()
        .removeIf(
            old ->
                old.getKey().partition.equals(key.partition)
                    && old.getKey().generation < key.generation
                    && old.getValue().idle());
    return mapped.computeIfAbsent(key, this::client);
  }

  private QueueClient client(Mapped key) {
    return new QueueClient(
        key.partition,
        "m" + key.generation + ".",
        store,
        config,
        ids.client(),
        overdue,
        listener,
        answers);
  }

  private QueueClient ofUndivided(QueueName queue) {
    QueueClient known = clients.get(queue);
    if (known != null) {
      return known;
    }
    if (clients.size() >= MAX_QUEUES) {
      clients.values().removeIf(QueueClient::idle);
    }
    return clients.computeIfAbsent(
        queue,
        name -> new QueueClient(name, "", store, config, ids.client(), overdue, listener, answers));
  }

  /** The queue was deleted: the next task makes it known again. */
  public void deleted(QueueName queue) {
    QueueClient client = clients.get(queue);
    if (client != null) {
      client.forgetQueue();
    }
    mapped.forEach(
        (key, each) -> {
          if (key.partition.whole().equals(queue)) {
            each.forgetQueue();
          }
        });
  }

  /** How long ago it was looked whose time is up. */
  public LoopAge loopAge() {
    return expiring.age();
  }

  public void stop() {
    expiring.dispose();
  }
}
