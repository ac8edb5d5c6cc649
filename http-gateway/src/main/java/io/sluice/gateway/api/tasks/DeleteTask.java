package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Removes a task that does not run. */
final class DeleteTask implements Endpoint {
  private final Sluice sluice;

  DeleteTask(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return EngineCall.bounded(sluice.tasks().delete(path.queue().value(), path.id().value()))
        .thenReturn(Answer.empty(204));
  }
}
