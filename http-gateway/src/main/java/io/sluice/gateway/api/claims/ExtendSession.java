package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.WorkerView.Asked;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps the session of a worker alive, and tells what somebody asked of it. */
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
                                .put("asked", word(extended.asked()))
                                .putStrings(
                                    "cancel",
                                    extended.cancels().stream().map(TaskId::value).toList()))));
  }

  private static @Nullable String word(@Nullable Asked asked) {
    return asked == null ? null : asked.wireName();
  }
}
