package io.sluice.gateway.api;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import reactor.core.publisher.Mono;

/** The body of a request that says everything with its path: none, or an object without fields. */
final class NoFields {
  private static final ObjectShape<Object> SHAPE = ObjectShape.empty();

  static Mono<Void> read(Exchange exchange) {
    return exchange
        .anyJsonBody()
        .doOnNext(
            body -> {
              FieldErrors errors = new FieldErrors();
              SHAPE.readDocumentIfAny(body, body, errors);
              errors.throwIfAny();
            })
        .then();
  }

  private NoFields() {}
}
