package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Deletes a schedule; tasks that it enqueued stay. */
final class DeleteSchedule implements Endpoint {
  private final Sluice sluice;

  DeleteSchedule(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return SchedulePath.reached(sluice, exchange)
        .flatMap(name -> EngineCall.bounded(sluice.schedules().delete(name)))
        .thenReturn(Answer.empty(204));
  }
}
