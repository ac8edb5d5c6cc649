package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.api.batches.BatchRoutes;
import io.sluice.gateway.api.claims.ClaimRoutes;
import io.sluice.gateway.api.events.EventRoutes;
import io.sluice.gateway.api.flow.FlowRoutes;
import io.sluice.gateway.api.queues.QueueRoutes;
import io.sluice.gateway.api.reports.ReportRoutes;
import io.sluice.gateway.api.schedules.ScheduleRoutes;
import io.sluice.gateway.api.server.ServerRoutes;
import io.sluice.gateway.api.tasks.TaskRoutes;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.ui.Dashboard;
import java.util.List;
import java.util.stream.Stream;

/** The whole HTTP surface: the routes of every resource, and the dashboard. */
public final class Routes {
  public static List<Route> of(
      Sluice sluice,
      GatewayMetrics metrics,
      Stopping stopping,
      int maxConnections,
      Reports reports) {
    return Stream.of(
            TaskRoutes.of(sluice, stopping),
            QueueRoutes.of(sluice),
            ClaimRoutes.of(sluice, stopping),
            FlowRoutes.of(sluice, stopping),
            BatchRoutes.of(sluice, stopping),
            ScheduleRoutes.of(sluice),
            EventRoutes.of(sluice, stopping),
            ReportRoutes.of(reports),
            ServerRoutes.of(sluice, metrics, stopping, maxConnections),
            Dashboard.routes())
        .flatMap(List::stream)
        .toList();
  }

  private Routes() {}
}
