package io.sluice.gateway.api.queues;

import static io.sluice.gateway.access.Role.ADMIN;
import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;
import static io.sluice.gateway.http.Route.put;

import io.sluice.Queues;
import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import java.util.List;

/** What can be asked about queues, workers and bulk actions, and done to them. */
public final class QueueRoutes {
  private static final String QUEUE = "/v1/queues/{queue}";
  private static final String BULK_ACTION = "/v1/bulk-actions/{id}";

  public static List<Route> of(Sluice sluice) {
    Queues queues = sluice.queues();
    return List.of(
        get("/v1/queues", VIEWER, new ListQueues(sluice)),
        get(QUEUE, VIEWER, new ShowQueue(sluice)),
        put(QUEUE, ADMIN, new ConfigureQueue(sluice)),
        delete(QUEUE, ADMIN, new DeleteQueue(sluice)),
        post(QUEUE + "/pause", OPERATOR, new PauseQueue(sluice)),
        post(QUEUE + "/resume", OPERATOR, new ResumeQueue(sluice)),
        post(QUEUE + "/redrive", OPERATOR, new RedriveQueue(sluice)),
        post(QUEUE + "/purge", ADMIN, new PurgeQueue(sluice)),
        get(QUEUE + "/partitions", VIEWER, new ShowPartitions(sluice)),
        put(QUEUE + "/partitions", OPERATOR, new DivideQueue(sluice)),
        get("/v1/bulk-actions", VIEWER, new ListBulkActions(sluice)),
        get(BULK_ACTION, VIEWER, new OneBulkAction(queues::bulkAction, queues::bulkAction)),
        post(
            BULK_ACTION + "/abort", OPERATOR, new OneBulkAction(queues::bulkAction, queues::abort)),
        get(QUEUE + "/errors", VIEWER, new ListErrors(sluice)),
        get(QUEUE + "/scaler", VIEWER, new ShowScaler(sluice)),
        get("/v1/ledger", VIEWER, new ListLedgers(sluice)),
        get("/v1/history", VIEWER, new ShowHistory(sluice)),
        get("/v1/workers", VIEWER, new ListWorkers(sluice)));
  }

  private QueueRoutes() {}
}
