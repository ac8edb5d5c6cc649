package io.sluice.gateway.api.batches;

import static io.sluice.gateway.access.Role.OPERATOR;
import static io.sluice.gateway.access.Role.PRODUCER;
import static io.sluice.gateway.access.Role.VIEWER;
import static io.sluice.gateway.http.Route.delete;
import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.post;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import java.util.List;

/** What can be asked about batches, and done to them. */
public final class BatchRoutes {
  private static final String BATCHES = "/v1/queues/{queue}/batches";
  private static final String BATCH = BATCHES + "/{batch}";

  public static List<Route> of(Sluice sluice, Stopping stopping) {
    return List.of(
        post(BATCHES, PRODUCER, new OpenBatch(sluice)),
        get(BATCHES, VIEWER, new ListBatches(sluice)),
        get(BATCH, VIEWER, new ShowBatch(sluice, stopping)),
        delete(BATCH, OPERATOR, new DeleteBatch(sluice)),
        post(BATCH + "/seal", PRODUCER, new ActOnBatch(sluice, BatchHandle::seal)),
        post(BATCH + "/cancel", OPERATOR, new ActOnBatch(sluice, BatchHandle::cancel)),
        get(BATCH + "/tasks", VIEWER, new ListMembers(sluice)),
        get(BATCH + "/results", VIEWER, new ListResults(sluice, stopping)),
        get(BATCH + "/events", VIEWER, new FollowBatch(sluice, stopping)));
  }

  private BatchRoutes() {}
}
