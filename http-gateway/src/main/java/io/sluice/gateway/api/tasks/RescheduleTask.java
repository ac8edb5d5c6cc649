package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gives a task that waits for its time another one, and shows it. May be repeated. */
final class RescheduleTask implements Endpoint {
  private static final ObjectShape<Body> SHAPE =
      ObjectShape.<Body>empty()
          .field("runAt", (body, value) -> body.runAt = value.instant())
          .field("delay", (body, value) -> body.delay = value.duration());

  private final Sluice sluice;

  /** When, as it is read: one of both. */
  private static final class Body {
    private @Nullable Instant runAt;
    private @Nullable Duration delay;
  }

  RescheduleTask(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return exchange
        .jsonBody()
        .map(RescheduleTask::parse)
        .flatMap(body -> EngineCall.bounded(reschedule(path, body)))
        .then(path.find(sluice))
        .map(task -> TaskJson.answer(200, task));
  }

  private Mono<Void> reschedule(TaskPath path, Body body) {
    String queue = path.queue().value();
    String id = path.id().value();
    Instant runAt = body.runAt;
    return runAt != null
        ? sluice.tasks().reschedule(queue, id, runAt)
        : sluice.tasks().reschedule(queue, id, body.delay == null ? Duration.ZERO : body.delay);
  }

  private static Body parse(byte[] bytes) {
    Body body = new Body();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    if (body.runAt != null && body.delay != null) {
      errors.add("/runAt", "runAt and delay exclude each other, give one of them");
    } else if (body.runAt == null && body.delay == null) {
      if (!errors.isAt("/runAt") && !errors.isAt("/delay")) {
        errors.add("/runAt", "runAt or delay is required");
      }
    }
    errors.throwIfAny();
    return body;
  }
}
