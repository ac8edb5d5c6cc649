package io.sluice.gateway.api.tasks;

import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.access.Role.PRODUCER;
import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;

import io.sluice.Sluice;
import io.sluice.Tasks;
import io.sluice.gateway.api.acts.ActOnMany;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import java.util.List;

/** What can be asked about tasks, and done to them. */
public final class TaskRoutes {
  private static final String QUEUE = "/v1/queues/{queue}";
  private static final String TASK = "/v1/queues/{queue}/tasks/{id}";

  public static List<Route> of(Sluice sluice, Stopping stopping) {
    Tasks tasks = sluice.tasks();
    return List.of(
        post(QUEUE + "/tasks", PRODUCER, new Enqueue(sluice, stopping)),
        get(QUEUE + "/tasks", VIEWER, new ListTasks(sluice)),
        post(QUEUE + "/act", OPERATOR, new ActOnMany(sluice)),
        get(TASK, VIEWER, new ShowTask(sluice, stopping)),
        delete(TASK, OPERATOR, new DeleteTask(sluice)),
        get(TASK + "/result", VIEWER, new ShowResult(sluice, stopping)),
        get(TASK + "/events", VIEWER, new FollowTask(sluice, stopping)),
        get(TASK + "/stream", VIEWER, new FollowStream(sluice, stopping)),
        post(TASK + "/cancel", OPERATOR, new CancelTask(sluice)),
        post(TASK + "/retry", OPERATOR, new ActOnTask(sluice, tasks::retry)),
        post(TASK + "/reschedule", OPERATOR, new RescheduleTask(sluice)),
        post(TASK + "/priority", OPERATOR, new PrioritizeTask(sluice)),
        get(TASK + "/explain", VIEWER, new ExplainTask(sluice)),
        post(TASK + "/run-now", OPERATOR, new ActOnTask(sluice, tasks::runNow)));
  }

  private TaskRoutes() {}
}
