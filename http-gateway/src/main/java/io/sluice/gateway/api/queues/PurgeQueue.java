package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Begins to remove all tasks of one state. The queue is named twice, so that none is by mistake.
 */
final class PurgeQueue implements Endpoint {
  private static final ObjectShape<PurgeQueue.Body> SHAPE =
      ObjectShape.<PurgeQueue.Body>empty()
          .field("state", (body, value) -> body.state = value.oneOf(TaskState.class))
          .field("confirm", (body, value) -> body.confirm = value.text());

  private final Sluice sluice;

  /** What is to be removed, as it is read. */
  private static final class Body {
    private @Nullable TaskState state;
    private @Nullable String confirm;
  }

  PurgeQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    return exchange
        .jsonBody()
        .map(bytes -> state(queue, bytes))
        .flatMap(
            state ->
                KnownQueue.in(sluice, exchange)
                    .flatMap(
                        known -> EngineCall.bounded(sluice.queues().purge(known.value(), state))))
        .map(BulkActionAnswer::begun);
  }

  private static TaskState state(QueueName queue, byte[] bytes) {
    Body body = new Body();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    TaskState state = body.state;
    if (state == null && !errors.isAt("/state")) {
      errors.add("/state", "state is required");
    }
    if (!queue.value().equals(body.confirm) && !errors.isAt("/confirm")) {
      errors.add(
          "/confirm",
          "confirm must be the name of the queue"
              + (body.confirm == null ? "" : ", is " + Quoted.of(body.confirm)));
    }
    errors.throwIfAny();
    if (state == null) {
      throw new IllegalStateException("no state, and no error that says so");
    }
    return state;
  }
}
