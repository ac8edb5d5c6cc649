package io.sluice.gateway.api.reports;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.reports.Reports;
import reactor.core.publisher.Mono;

/** Shows one load report with its timeline. */
final class ShowReport implements Endpoint {
  private final Reports reports;

  ShowReport(Reports reports) {
    this.reports = reports;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    String name = exchange.variable("name");
    return reports
        .find(name)
        .map(report -> Answer.json(200, JsonObject.write(json -> ReportJson.whole(json, report))))
        .switchIfEmpty(Mono.error(() -> unknown(name)));
  }

  private Throwable unknown(String name) {
    String why = reports.enabled() ? "" : ": this server was started without --reports";
    return Problem.of(ProblemCode.UNKNOWN_REPORT, "no load report " + Quoted.of(name) + why)
        .asException();
  }
}
