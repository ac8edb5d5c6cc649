package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.QueueView;
import reactor.core.publisher.Mono;

/** Shows one queue: what it holds and what its ledger says. */
final class ShowQueue implements Endpoint {
  private final Sluice sluice;

  ShowQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return show(sluice, exchange.variable("queue"));
  }

  /** The answer that shows the queue of this name; errors with {@code unknown_queue}. */
  static Mono<Answer> show(Sluice sluice, String name) {
    return find(sluice, name)
        .map(queue -> Answer.json(200, JsonObject.write(json -> QueueJson.members(json, queue))));
  }

  /** The queue of this name; errors with {@code unknown_queue}. */
  static Mono<QueueView> find(Sluice sluice, String name) {
    return Mono.defer(() -> Reads.bounded(sluice.queues().find(known(name).value())))
        .switchIfEmpty(Mono.error(() -> Unknown.queue(name)));
  }

  private static QueueName known(String name) {
    try {
      return QueueName.of(name);
    } catch (InvalidTaskException impossible) {
      throw Unknown.queue(name);
    }
  }
}
