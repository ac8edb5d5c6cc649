package io.sluice.gateway.api;

import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;
import static io.sluice.gateway.http.Route.put;

import io.sluice.Queues;
import io.sluice.Sluice;
import io.sluice.Tasks;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import java.util.List;

/** The whole HTTP surface. */
public final class Routes {
  private static final String QUEUE = "/v1/queues/{queue}";
  private static final String TASK = "/v1/queues/{queue}/tasks/{id}";
  private static final String SCHEDULE = "/v1/schedules/{name}";
  private static final String BULK_ACTION = "/v1/bulk-actions/{id}";

  public static List<Route> of(
      Sluice sluice, GatewayMetrics metrics, Stopping stopping, int maxConnections) {
    Tasks tasks = sluice.tasks();
    Queues queues = sluice.queues();
    return List.of(
        post(QUEUE + "/tasks", new Enqueue(sluice, stopping)),
        get(QUEUE + "/tasks", new ListTasks(sluice)),
        get(TASK, new ShowTask(sluice, stopping)),
        delete(TASK, new DeleteTask(sluice)),
        get(TASK + "/result", new ShowResult(sluice, stopping)),
        get(TASK + "/events", new FollowTask(sluice, stopping)),
        post(TASK + "/cancel", new CancelTask(sluice)),
        post(TASK + "/retry", new ActOnTask(sluice, tasks::retry)),
        post(TASK + "/run-now", new ActOnTask(sluice, tasks::runNow)),
        get("/v1/queues", new ListQueues(sluice)),
        get(QUEUE, new ShowQueue(sluice)),
        put(QUEUE, new ConfigureQueue(sluice)),
        post(QUEUE + "/pause", new PauseQueue(sluice)),
        post(QUEUE + "/resume", new ResumeQueue(sluice)),
        post(QUEUE + "/redrive", new RedriveQueue(sluice)),
        post(QUEUE + "/purge", new PurgeQueue(sluice)),
        get(BULK_ACTION, new OneBulkAction(queues::bulkAction)),
        post(BULK_ACTION + "/abort", new OneBulkAction(queues::abort)),
        get(QUEUE + "/scaler", new ShowScaler(sluice)),
        get("/v1/schedules", new ListSchedules(sluice)),
        get(SCHEDULE, new ShowSchedule(sluice)),
        put(SCHEDULE, new PutSchedule(sluice)),
        delete(SCHEDULE, new DeleteSchedule(sluice)),
        post(SCHEDULE + "/pause", new PauseSchedule(sluice, true)),
        post(SCHEDULE + "/resume", new PauseSchedule(sluice, false)),
        post(SCHEDULE + "/trigger", new TriggerSchedule(sluice)),
        get(SCHEDULE + "/preview", new PreviewSchedule(sluice)),
        get("/v1/info", new ShowInfo(sluice, maxConnections)),
        get("/livez", new Livez()),
        get("/readyz", new Readyz(sluice, stopping)),
        get("/metrics", new ShowMetrics(sluice, metrics)),
        get("/problems/{code}", new ShowProblem()));
  }

  private Routes() {}
}
