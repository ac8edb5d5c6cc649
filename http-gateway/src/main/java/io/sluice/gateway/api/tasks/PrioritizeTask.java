package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gives a waiting task another priority, and shows it. May be repeated. */
final class PrioritizeTask implements Endpoint {
  private static final ObjectShape<Body> SHAPE =
      ObjectShape.<Body>empty().field("priority", (body, value) -> body.priority = value.integer());

  private final Sluice sluice;

  /** The priority, as it is read. */
  private static final class Body {
    private @Nullable Integer priority;
  }

  PrioritizeTask(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return exchange
        .jsonBody()
        .map(PrioritizeTask::parse)
        .flatMap(
            priority ->
                EngineCall.bounded(
                    sluice.tasks().prioritize(path.queue().value(), path.id().value(), priority)))
        .then(path.find(sluice))
        .map(task -> TaskJson.answer(200, task));
  }

  private static int parse(byte[] bytes) {
    Body body = new Body();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    if (body.priority == null && !errors.isAt("/priority")) {
      errors.add("/priority", "priority is required");
    }
    errors.throwIfAny();
    if (body.priority == null) {
      throw new IllegalStateException("no priority, and no error that says so");
    }
    return body.priority;
  }
}
