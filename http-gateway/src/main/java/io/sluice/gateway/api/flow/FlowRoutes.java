package io.sluice.gateway.api.flow;

import static io.sluice.gateway.access.Role.PRODUCER;
import static io.sluice.gateway.http.Route.post;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import java.util.List;

/** Computations that are spread over many tasks. */
public final class FlowRoutes {
  private static final String QUEUE = "/v1/queues/{queue}";

  public static List<Route> of(Sluice sluice, Stopping stopping) {
    return List.of(post(QUEUE + "/scatter", PRODUCER, new ScatterLines(sluice, stopping)));
  }

  private FlowRoutes() {}
}
