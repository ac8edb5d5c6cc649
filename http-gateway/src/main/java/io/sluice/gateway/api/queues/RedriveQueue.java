package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import reactor.core.publisher.Mono;

/** Begins to try dead letters again, or only counts which ones that would be. */
final class RedriveQueue implements Endpoint {
  private final Sluice sluice;

  RedriveQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return exchange
        .jsonBody()
        .map(RedriveBody::parse)
        .flatMap(
            body ->
                KnownQueue.in(sluice, exchange)
                    .flatMap(queue -> body.dryRun() ? counted(queue, body) : begun(queue, body)));
  }

  /** Looks at every dead letter, in parts that are bounded each. */
  private Mono<Answer> counted(QueueName queue, RedriveBody body) {
    return sluice
        .queues()
        .countRedrive(queue.value(), body.redrive())
        .map(matched -> Answer.json(200, JsonObject.write(json -> json.put("matched", matched))));
  }

  private Mono<Answer> begun(QueueName queue, RedriveBody body) {
    return EngineCall.bounded(sluice.queues().redrive(queue.value(), body.redrive()))
        .map(BulkActionAnswer::begun);
  }
}
