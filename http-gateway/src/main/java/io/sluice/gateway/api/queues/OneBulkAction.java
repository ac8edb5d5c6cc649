package io.sluice.gateway.api.queues;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.view.BulkAction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Shows a bulk action, after something was done to it or not. */
final class OneBulkAction implements Endpoint {
  private final Function<String, Mono<BulkAction>> look;
  private final Function<String, Mono<BulkAction>> verb;

  /**
   * @param look gives the bulk action with an id, empty when there is none
   * @param verb does something to it and gives it too; may be to look
   */
  OneBulkAction(Function<String, Mono<BulkAction>> look, Function<String, Mono<BulkAction>> verb) {
    this.look = look;
    this.verb = verb;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    String id = exchange.variable("id");
    return exchange
        .emptyBody()
        .then(Mono.defer(() -> EngineCall.bounded(reached(id, exchange.caller()))))
        .map(action -> BulkActionAnswer.of(200, action))
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problem.of(ProblemCode.NOT_FOUND, "no bulk action " + Quoted.of(id))
                        .asException()));
  }

  /** One of a queue that is hidden from the caller is not there for it, and is left as it is. */
  private Mono<BulkAction> reached(String id, Caller caller) {
    return caller.reachesAll()
        ? verb.apply(id)
        : look.apply(id)
            .filter(action -> caller.mayReach(action.queue()))
            .flatMap(action -> verb.apply(id));
  }
}
