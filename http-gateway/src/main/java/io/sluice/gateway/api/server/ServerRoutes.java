package io.sluice.gateway.api.server;

import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.open;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import java.util.List;

/** What can be asked about the server itself. */
public final class ServerRoutes {
  public static List<Route> of(
      Sluice sluice, GatewayMetrics metrics, Stopping stopping, int maxConnections) {
    return List.of(
        get("/v1/info", VIEWER, new ShowInfo(sluice, maxConnections)),
        get("/v1/redis", VIEWER, new ShowRedis(sluice)),
        open("/livez", new Livez()),
        open("/readyz", new Readyz(sluice, stopping)),
        get("/metrics", VIEWER, new ShowMetrics(sluice, metrics)),
        get("/openapi.json", VIEWER, new ShowOpenApi()),
        get("/problems/{code}", VIEWER, new ShowProblem()));
  }

  private ServerRoutes() {}
}
