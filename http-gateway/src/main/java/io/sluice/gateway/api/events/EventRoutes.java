package io.sluice.gateway.api.events;

import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.get;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import java.util.List;

/** The stream of events. */
public final class EventRoutes {
  public static List<Route> of(Sluice sluice, Stopping stopping) {
    return List.of(get("/v1/events", VIEWER, new FollowEvents(sluice, stopping)));
  }

  private EventRoutes() {}
}
