package io.sluice.gateway.api.server;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import reactor.core.publisher.Mono;

/** Explains a problem code: the page that every problem document links to. */
final class ShowProblem implements Endpoint {
  @Override
  public Mono<Answer> answer(Exchange exchange) {
    String name = exchange.variable("code");
    return Mono.justOrEmpty(ProblemCode.ofWireName(name))
        .map(code -> Answer.text(200, page(code)))
        .switchIfEmpty(
            Mono.error(
                () ->
                    Problem.of(ProblemCode.NOT_FOUND, "no problem code " + Quoted.of(name))
                        .asException()));
  }

  private static String page(ProblemCode code) {
    return """
    %s

    %s. Answered with status %d.
    %s
    The same request %s.
    """
        .formatted(
            code.wireName(),
            code.title(),
            code.status(),
            code.advice(),
            code.retryable() ? "may succeed later" : "will fail again");
  }
}
