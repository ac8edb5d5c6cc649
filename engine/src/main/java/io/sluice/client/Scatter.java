package io.sluice.client;

import io.sluice.loop.Timers;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** Spreads a computation over the workers of a queue. Thread-safe; everything is cold. */
public final class Scatter {
  private final QueueClients clients;
  private final Enqueue enqueue;
  private final Results results;
  private final Duration patience;

  /**
   * What the parts of one scatter have in common.
   *
   * @param patience how long a part waits to be enqueued while its queue is full
   */
  record Place(
      QueueName queue,
      QueueClient client,
      Enqueue enqueue,
      Results results,
      ScatterOptions options,
      Outstanding outstanding,
      Duration patience) {
    private static final int PAUSE_MILLIS = 500;

    /** The time until a part that was refused for now is enqueued again, with jitter. */
    Mono<Long> pause() {
      int millis = PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS);
      return Mono.delay(Duration.ofMillis(millis), Timers.scheduler());
    }
  }

  /**
   * @param patience how long a part waits to be enqueued while its queue is full
   */
  public Scatter(QueueClients clients, Enqueue enqueue, Results results, Duration patience) {
    this.clients = clients;
    this.enqueue = enqueue;
    this.results = results;
    this.patience = patience;
  }

  /** Enqueues the parts as their source gives them, and gives their results as they end. */
  public <C, R> Flux<Scattered<C, R>> of(
      String queue, Publisher<? extends Part<C, R>> parts, ScatterOptions options) {
    return Flux.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          enqueue.requireUndivided(name, "parts cannot be scattered");
          return Flux.from(
              subscriber -> {
                QueueClient client = clients.of(name);
                Place place =
                    new Place(
                        name, client, enqueue, results, options, new Outstanding(client), patience);
                new Scattering<C, R>(Operators.toCoreSubscriber(subscriber), place).begin(parts);
              });
        });
  }
}
