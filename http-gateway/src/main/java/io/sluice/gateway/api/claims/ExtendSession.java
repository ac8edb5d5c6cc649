package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import reactor.core.publisher.Mono;

/** Keeps the session of a worker alive, and tells which of its tasks somebody asked to cancel. */
final class ExtendSession implements Endpoint {
  private final Sluice sluice;

  ExtendSession(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    String session = exchange.variable("session");
    return exchange
        .emptyBody()
        .then(Mono.defer(() -> sluice.remote(queue.value()).extend(session)))
        .map(
            extended ->
                Answer.json(
                    200,
                    JsonObject.write(
                        json ->
                            json.put("expiresInMs", extended.expiresIn().toMillis())
                                .putStrings(
                                    "cancel",
                                    extended.cancels().stream().map(TaskId::value).toList()))));
  }
}
