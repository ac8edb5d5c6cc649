package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Divides a queue into partitions and shows them. May be repeated. */
final class DivideQueue implements Endpoint {
  private static final ObjectShape<DivideQueue.Body> SHAPE =
      ObjectShape.<DivideQueue.Body>empty()
          .field("partitions", (body, value) -> body.partitions = value.integer());

  private final Sluice sluice;

  /** How many, as it is read. */
  private static final class Body {
    private @Nullable Integer partitions;
  }

  DivideQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  /** Walks through the tasks of the queue, in parts that are bounded each. */
  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return exchange
        .jsonBody()
        .map(DivideQueue::partitions)
        .flatMap(
            partitions ->
                KnownQueue.in(sluice, exchange)
                    .flatMap(
                        queue ->
                            sluice
                                .queues()
                                .divide(queue.value(), partitions)
                                .then(Mono.defer(() -> ShowPartitions.show(sluice, queue)))));
  }

  private static int partitions(byte[] bytes) {
    Body body = new Body();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    Integer partitions = body.partitions;
    if (partitions == null && !errors.isAt("/partitions")) {
      errors.add("/partitions", "partitions is required");
    }
    errors.throwIfAny();
    return partitions == null ? 0 : partitions;
  }
}
