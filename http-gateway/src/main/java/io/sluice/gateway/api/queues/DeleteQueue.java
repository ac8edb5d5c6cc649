package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Deletes a queue that is empty; what is in one that is not is told. */
final class DeleteQueue implements Endpoint {
  private final Sluice sluice;

  DeleteQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return KnownQueue.in(sluice, exchange)
        .flatMap(
            queue ->
                EngineCall.bounded(sluice.queues().delete(queue.value()))
                    .thenReturn(Answer.empty(204)));
  }
}
