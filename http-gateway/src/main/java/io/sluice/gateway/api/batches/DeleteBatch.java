package io.sluice.gateway.api.batches;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Drops what is kept of a batch that has ended. */
final class DeleteBatch implements Endpoint {
  private final Sluice sluice;

  DeleteBatch(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return EngineCall.bounded(BatchPath.of(sluice, exchange).delete())
        .thenReturn(Answer.empty(204));
  }
}
