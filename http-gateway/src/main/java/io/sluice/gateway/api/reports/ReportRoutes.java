package io.sluice.gateway.api.reports;

import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.get;

import io.sluice.gateway.http.Route;
import io.sluice.gateway.reports.Reports;
import java.util.List;

/** What can be asked about load reports. They are of no queue. */
public final class ReportRoutes {
  public static List<Route> of(Reports reports) {
    return List.of(
        get("/v1/reports", VIEWER, new ListReports(reports)),
        get("/v1/reports/{name}", VIEWER, new ShowReport(reports)));
  }

  private ReportRoutes() {}
}
