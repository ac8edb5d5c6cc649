package io.sluice.gateway.api.reports;

import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.reports.Reports;
import reactor.core.publisher.Mono;

/** Lists load reports, the newest first, a page at a time. */
final class ListReports implements Endpoint {
  private final Reports reports;

  ListReports(Reports reports) {
    this.reports = reports;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = Page.of("reports", exchange.query(Page.CURSOR, Page.LIMIT));
    return reports.after(page.after(), page.limit()).map(listed -> answer(page, listed));
  }

  private Answer answer(Page page, Reports.Listed listed) {
    return page.answer(
        "/v1/reports?",
        listed.reports(),
        ReportJson::row,
        listed.end(),
        json ->
            json.put("enabled", reports.enabled())
                .put("total", listed.total())
                .put("problem", listed.problem()));
  }
}
