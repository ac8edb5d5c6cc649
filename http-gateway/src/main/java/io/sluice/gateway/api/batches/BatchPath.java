package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import reactor.core.publisher.Mono;

/** The batch that a path names. One that no batch can have is the path of an unknown batch. */
final class BatchPath {
  static BatchHandle of(Sluice sluice, Exchange exchange) {
    String queue = exchange.variable("queue");
    String id = exchange.variable("batch");
    try {
      return sluice.batches().of(new BatchId(id, QueueName.of(queue)));
    } catch (InvalidTaskException impossible) {
      throw Unknown.batch(queue, id);
    }
  }

  /** The batch as it is now; errors with {@code unknown_batch}. */
  static Mono<BatchView> view(BatchHandle batch) {
    return EngineCall.bounded(batch.view());
  }

  /** The path of a batch, for the header {@code Location}. */
  static String location(BatchId batch) {
    return "/v1/queues/" + batch.home() + "/batches/" + batch.id();
  }

  private BatchPath() {}
}
