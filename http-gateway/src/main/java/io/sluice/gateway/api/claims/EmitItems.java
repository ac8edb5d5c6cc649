package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.remote.EmitReply;
import io.sluice.task.QueueName;
import java.util.Locale;
import reactor.core.publisher.Mono;

/** Keeps what a worker emits as the stream of a task that it runs. */
final class EmitItems implements Endpoint {
  private final Sluice sluice;

  EmitItems(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    int maxItemBytes = sluice.config().maxPayloadBytes();
    return exchange
        .jsonBody()
        .map(body -> EmitBody.parse(body, maxItemBytes))
        .flatMap(emit -> sluice.remote(queue.value()).emit(emit.session(), emit.request()))
        .map(EmitItems::answer);
  }

  private static Answer answer(EmitReply reply) {
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.put("status", reply.status().name().toLowerCase(Locale.ROOT))
                    .put("kept", reply.kept())));
  }
}
