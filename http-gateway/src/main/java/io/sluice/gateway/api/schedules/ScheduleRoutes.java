package io.sluice.gateway.api.schedules;

import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;
import static io.sluice.gateway.http.Route.put;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import java.util.List;

/** What can be asked about schedules, and done to them. */
public final class ScheduleRoutes {
  private static final String SCHEDULE = "/v1/schedules/{name}";

  public static List<Route> of(Sluice sluice) {
    return List.of(
        get("/v1/schedules", VIEWER, new ListSchedules(sluice)),
        get(SCHEDULE, VIEWER, new ShowSchedule(sluice)),
        put(SCHEDULE, OPERATOR, new PutSchedule(sluice)),
        delete(SCHEDULE, OPERATOR, new DeleteSchedule(sluice)),
        post(SCHEDULE + "/pause", OPERATOR, new PauseSchedule(sluice, true)),
        post(SCHEDULE + "/resume", OPERATOR, new PauseSchedule(sluice, false)),
        post(SCHEDULE + "/trigger", OPERATOR, new TriggerSchedule(sluice)),
        get(SCHEDULE + "/preview", VIEWER, new PreviewSchedule(sluice)));
  }

  private ScheduleRoutes() {}
}
