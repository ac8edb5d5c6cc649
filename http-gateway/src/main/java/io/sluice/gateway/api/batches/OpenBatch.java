package io.sluice.gateway.api.batches;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import reactor.core.publisher.Mono;

/** Opens a batch in a queue, and shows it. */
final class OpenBatch implements Endpoint {
  private final Sluice sluice;

  OpenBatch(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName home = QueueName.of(exchange.variable("queue"));
    return exchange
        .anyJsonBody()
        .map(body -> BatchBody.parse(Reach.of(exchange), body))
        .flatMap(batch -> open(home, batch, exchange.caller()));
  }

  private Mono<Answer> open(QueueName home, NewBatch batch, Caller caller) {
    return EngineCall.bounded(sluice.batches().open(home.value(), batch))
        .flatMap(id -> opened(id, caller));
  }

  private Mono<Answer> opened(BatchId id, Caller caller) {
    return BatchPath.view(sluice.batches().of(id))
        .map(
            batch ->
                BatchJson.answer(201, batch, caller).with(Answer.LOCATION, BatchPath.location(id)));
  }
}
