package io.sluice.client;

import io.sluice.task.QueueName;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Spreads a computation over the workers of a queue. Thread-safe; everything is cold. */
public final class Scatter {
  private final QueueClients clients;
  private final Enqueue enqueue;
  private final Results results;

  public Scatter(QueueClients clients, Enqueue enqueue, Results results) {
    this.clients = clients;
    this.enqueue = enqueue;
    this.results = results;
  }

  /** Enqueues the parts as their source gives them, and gives their results as they end. */
  public <C, R> Flux<Scattered<C, R>> of(
      String queue, Publisher<? extends Part<C, R>> parts, ScatterOptions options) {
    return Flux.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return new Scattering<C, R>(name, clients.of(name), enqueue, results, options)
              .resultsOf(parts);
        });
  }
}
