package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Does something to a batch and shows what it is then. May be repeated. */
final class ActOnBatch implements Endpoint {
  private final Sluice sluice;
  private final Function<BatchHandle, Mono<Void>> verb;

  ActOnBatch(Sluice sluice, Function<BatchHandle, Mono<Void>> verb) {
    this.sluice = sluice;
    this.verb = verb;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    BatchHandle batch = BatchPath.of(sluice, exchange);
    return exchange
        .emptyBody()
        .then(EngineCall.bounded(verb.apply(batch)))
        .then(Mono.defer(() -> BatchPath.view(batch)))
        .map(view -> BatchJson.answer(200, view, exchange.caller()));
  }
}
