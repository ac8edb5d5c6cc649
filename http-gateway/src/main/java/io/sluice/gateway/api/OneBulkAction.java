package io.sluice.gateway.api;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.BulkAction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Shows a bulk action, after something was done to it or not. */
final class OneBulkAction implements Endpoint {
  private final Function<String, Mono<BulkAction>> verb;

  /**
   * @param verb gives the bulk action with an id, empty when there is none
   */
  OneBulkAction(Function<String, Mono<BulkAction>> verb) {
    this.verb = verb;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    String id = exchange.variable("id");
    return NoFields.read(exchange)
        .then(Mono.defer(() -> Reads.bounded(verb.apply(id))))
        .map(action -> BulkActionAnswer.of(200, action))
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problem.of(ProblemCode.NOT_FOUND, "no bulk action " + Quoted.of(id))
                        .asException()));
  }
}
