package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.QueueName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Stops the claiming of a queue, on wish for a time, and shows the queue. May be repeated. */
final class PauseQueue implements Endpoint {
  private static final ObjectShape<PauseQueue.Body> SHAPE =
      ObjectShape.<PauseQueue.Body>empty()
          .field("reason", (body, value) -> body.reason = value.text())
          .field("for", (body, value) -> body.length = value.duration());

  private final Sluice sluice;

  /** Why and for how long, as it is read. */
  private static final class Body {
    private @Nullable String reason;
    private @Nullable Duration length;
  }

  PauseQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return exchange
        .anyJsonBody()
        .map(PauseQueue::parse)
        .flatMap(
            body ->
                KnownQueue.in(sluice, exchange)
                    .flatMap(queue -> EngineCall.bounded(pause(queue, body))))
        .then(ShowQueue.show(sluice, exchange));
  }

  private Mono<Void> pause(QueueName queue, Body body) {
    return sluice
        .queues()
        .pause(queue.value(), body.reason == null ? "" : body.reason, body.length);
  }

  private static Body parse(byte[] bytes) {
    Body body = new Body();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocumentIfAny(bytes, body, errors);
    errors.throwIfAny();
    return body;
  }
}
