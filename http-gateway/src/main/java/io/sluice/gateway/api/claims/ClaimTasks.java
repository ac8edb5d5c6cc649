package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import reactor.core.publisher.Mono;

/** Gives tasks to a worker in any language; waits for the first of them as long as it is asked. */
final class ClaimTasks implements Endpoint {
  private final Sluice sluice;
  private final Stopping stopping;

  ClaimTasks(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    return exchange
        .jsonBody()
        .map(ClaimBody::parse)
        .flatMap(request -> sluice.remote(queue.value()).claim(request, stopping.whenBegun()))
        .map(
            claimed ->
                Answer.json(
                    200,
                    JsonObject.write(
                        json ->
                            json.put("session", claimed.session())
                                .put("expiresInMs", claimed.expiresIn().toMillis())
                                .putAll("tasks", claimed.tasks(), ClaimJson::members))));
  }
}
