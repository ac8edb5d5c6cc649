package io.sluice.gateway.api.claims;

import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;

import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.view.WorkerView.Asked;
import java.util.List;

/** What a worker calls to get tasks and to report how they ended, and what is asked of workers. */
public final class ClaimRoutes {
  private static final String QUEUE = "/v1/queues/{queue}";
  private static final String SESSION = QUEUE + "/sessions/{session}";

  public static List<Route> of(Sluice sluice, Stopping stopping) {
    return List.of(
        post(QUEUE + "/claims", OPERATOR, new ClaimTasks(sluice, stopping)).unaudited(),
        post(QUEUE + "/claims/settle", OPERATOR, new SettleTasks(sluice, stopping)).unaudited(),
        post(QUEUE + "/claims/emit", OPERATOR, new EmitItems(sluice)).unaudited(),
        get(QUEUE + "/claims/stream", OPERATOR, new StreamClaims(sluice, stopping)).unaudited(),
        post(SESSION + "/extend", OPERATOR, new ExtendSession(sluice)).unaudited(),
        post(SESSION + "/quiet", OPERATOR, new AskWorker(sluice, Asked.QUIET)),
        post(SESSION + "/stop", OPERATOR, new AskWorker(sluice, Asked.STOP)),
        post(SESSION + "/resume", OPERATOR, new AskWorker(sluice, Asked.CLAIM)));
  }

  private ClaimRoutes() {}
}
