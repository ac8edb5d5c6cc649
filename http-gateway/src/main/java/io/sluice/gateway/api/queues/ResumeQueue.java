package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Starts the claiming of a queue again and shows the queue. May be repeated. */
final class ResumeQueue implements Endpoint {
  private final Sluice sluice;

  ResumeQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return exchange
        .emptyBody()
        .then(KnownQueue.in(sluice, exchange))
        .flatMap(queue -> EngineCall.bounded(sluice.queues().resume(queue.value())))
        .then(ShowQueue.show(sluice, exchange));
  }
}
