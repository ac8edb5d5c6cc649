package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.QueueView;
import reactor.core.publisher.Mono;

/** Gives an autoscaler what it asks for every few seconds; O(1). */
final class ShowScaler implements Endpoint {
  private static final double MILLIS = 1000;

  private final Sluice sluice;

  ShowScaler(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return KnownQueue.view(sluice, exchange.variable("queue"), exchange.caller())
        .map(ShowScaler::of);
  }

  private static Answer of(QueueView queue) {
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.put("backlog", queue.counts().ready())
                    .put("inFlight", queue.counts().running())
                    .put("oldestAgeSeconds", queue.oldestReadyAge().toMillis() / MILLIS)));
  }
}
