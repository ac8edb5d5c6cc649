package io.sluice.gateway.api;

import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import java.util.List;

/** The whole HTTP surface. */
public final class Routes {
  public static List<Route> of(
      Sluice sluice, GatewayMetrics metrics, Stopping stopping, int maxConnections) {
    return List.of(
        post("/v1/queues/{queue}/tasks", new Enqueue(sluice, stopping)),
        get("/v1/queues/{queue}/tasks/{id}", new ShowTask(sluice, stopping)),
        get("/v1/queues/{queue}/tasks/{id}/result", new ShowResult(sluice, stopping)),
        get("/v1/queues/{queue}/tasks/{id}/events", new FollowTask(sluice, stopping)),
        get("/v1/queues", new ListQueues(sluice)),
        get("/v1/queues/{queue}", new ShowQueue(sluice)),
        get("/v1/queues/{queue}/scaler", new ShowScaler(sluice)),
        get("/v1/info", new ShowInfo(sluice, maxConnections)),
        get("/livez", new Livez()),
        get("/readyz", new Readyz(sluice, stopping)),
        get("/metrics", new ShowMetrics(sluice, metrics)),
        get("/problems/{code}", new ShowProblem()));
  }

  private Routes() {}
}
