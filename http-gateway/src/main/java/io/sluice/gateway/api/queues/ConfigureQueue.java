package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.QueueName;
import reactor.core.publisher.Mono;

/** Sets all settings of a queue and shows it. */
final class ConfigureQueue implements Endpoint {
  private final Sluice sluice;

  ConfigureQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    return exchange
        .jsonBody()
        .map(SettingsBody::parse)
        .flatMap(settings -> EngineCall.bounded(sluice.queues().configure(queue.value(), settings)))
        .then(ShowQueue.show(sluice, exchange));
  }
}
