package io.sluice.gateway.api;

import static io.sluice.gateway.access.Role.ADMIN;
import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.access.Role.PRODUCER;
import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.open;
import static io.sluice.gateway.http.Route.post;
import static io.sluice.gateway.http.Route.put;

import io.sluice.Queues;
import io.sluice.Sluice;
import io.sluice.Tasks;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.ui.Dashboard;
import java.util.List;

/** The whole HTTP surface. */
public final class Routes {
  private static final String QUEUE = "/v1/queues/{queue}";
  private static final String TASK = "/v1/queues/{queue}/tasks/{id}";
  private static final String SCHEDULE = "/v1/schedules/{name}";
  private static final String BULK_ACTION = "/v1/bulk-actions/{id}";

  public static List<Route> of(
      Sluice sluice, GatewayMetrics metrics, Stopping stopping, int maxConnections) {
    Dashboard dashboard = new Dashboard();
    Tasks tasks = sluice.tasks();
    Queues queues = sluice.queues();
    return List.of(
        post(QUEUE + "/tasks", PRODUCER, new Enqueue(sluice, stopping)),
        get(QUEUE + "/tasks", VIEWER, new ListTasks(sluice)),
        get(TASK, VIEWER, new ShowTask(sluice, stopping)),
        delete(TASK, OPERATOR, new DeleteTask(sluice)),
        get(TASK + "/result", VIEWER, new ShowResult(sluice, stopping)),
        get(TASK + "/events", VIEWER, new FollowTask(sluice, stopping)),
        post(TASK + "/cancel", OPERATOR, new CancelTask(sluice)),
        post(TASK + "/retry", OPERATOR, new ActOnTask(sluice, tasks::retry)),
        post(TASK + "/reschedule", OPERATOR, new RescheduleTask(sluice)),
        post(TASK + "/run-now", OPERATOR, new ActOnTask(sluice, tasks::runNow)),
        get("/v1/queues", VIEWER, new ListQueues(sluice)),
        get(QUEUE, VIEWER, new ShowQueue(sluice)),
        put(QUEUE, ADMIN, new ConfigureQueue(sluice)),
        delete(QUEUE, ADMIN, new DeleteQueue(sluice)),
        post(QUEUE + "/pause", OPERATOR, new PauseQueue(sluice)),
        post(QUEUE + "/resume", OPERATOR, new ResumeQueue(sluice)),
        post(QUEUE + "/redrive", OPERATOR, new RedriveQueue(sluice)),
        post(QUEUE + "/purge", ADMIN, new PurgeQueue(sluice)),
        get("/v1/bulk-actions", VIEWER, new ListBulkActions(sluice)),
        get(BULK_ACTION, VIEWER, new OneBulkAction(queues::bulkAction, queues::bulkAction)),
        post(
            BULK_ACTION + "/abort", OPERATOR, new OneBulkAction(queues::bulkAction, queues::abort)),
        get(QUEUE + "/errors", VIEWER, new ListErrors(sluice)),
        get(QUEUE + "/scaler", VIEWER, new ShowScaler(sluice)),
        post(QUEUE + "/claims", OPERATOR, new ClaimTasks(sluice, stopping)).unaudited(),
        post(QUEUE + "/claims/settle", OPERATOR, new SettleTasks(sluice, stopping)).unaudited(),
        get(QUEUE + "/claims/stream", OPERATOR, new StreamClaims(sluice, stopping)).unaudited(),
        post(QUEUE + "/sessions/{session}/extend", OPERATOR, new ExtendSession(sluice)).unaudited(),
        get("/v1/schedules", VIEWER, new ListSchedules(sluice)),
        get(SCHEDULE, VIEWER, new ShowSchedule(sluice)),
        put(SCHEDULE, OPERATOR, new PutSchedule(sluice)),
        delete(SCHEDULE, OPERATOR, new DeleteSchedule(sluice)),
        post(SCHEDULE + "/pause", OPERATOR, new PauseSchedule(sluice, true)),
        post(SCHEDULE + "/resume", OPERATOR, new PauseSchedule(sluice, false)),
        post(SCHEDULE + "/trigger", OPERATOR, new TriggerSchedule(sluice)),
        get(SCHEDULE + "/preview", VIEWER, new PreviewSchedule(sluice)),
        get("/v1/workers", VIEWER, new ListWorkers(sluice)),
        get("/v1/events", VIEWER, new FollowEvents(sluice, stopping)),
        get("/v1/info", VIEWER, new ShowInfo(sluice, maxConnections)),
        open("/livez", new Livez()),
        open("/readyz", new Readyz(sluice, stopping)),
        get("/metrics", VIEWER, new ShowMetrics(sluice, metrics)),
        get("/openapi.json", VIEWER, new ShowOpenApi()),
        open("/ui", dashboard),
        open("/ui/", dashboard),
        open("/ui/{file}", dashboard),
        get("/problems/{code}", VIEWER, new ShowProblem()));
  }

  private Routes() {}
}
