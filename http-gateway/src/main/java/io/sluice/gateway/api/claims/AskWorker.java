package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.UnknownSessionException;
import io.sluice.task.view.WorkerView.Asked;
import reactor.core.publisher.Mono;

/** Asks the worker of a session to be quiet, to stop or to claim again. May be repeated. */
final class AskWorker implements Endpoint {
  private final Sluice sluice;
  private final Asked asked;

  AskWorker(Sluice sluice, Asked asked) {
    this.sluice = sluice;
    this.asked = asked;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    String session = exchange.variable("session");
    return exchange
        .emptyBody()
        .then(EngineCall.bounded(sluice.queues().ask(queue.value(), session, asked)))
        .flatMap(
            live ->
                live
                    ? Mono.just(asked(queue, session))
                    : Mono.error(() -> new UnknownSessionException(queue, session)));
  }

  private Answer asked(QueueName queue, String session) {
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.put("queue", queue.value())
                    .put("session", session)
                    .put("asked", asked.wireName())));
  }
}
