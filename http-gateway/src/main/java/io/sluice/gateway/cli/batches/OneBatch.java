package io.sluice.gateway.cli.batches;

import io.sluice.gateway.client.ApiPath;
import picocli.CommandLine.Parameters;

/** The batch that a command is about. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OneBatch {
  @Parameters(
      index = "0",
      paramLabel = "QUEUE",
      description = "queue in which the batch was opened")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the batch")
  private String id;

  String queue() {
    return queue;
  }

  String id() {
    return id;
  }

  ApiPath path() {
    return ApiPath.of("queues", queue, "batches", id);
  }

  ApiPath path(String more) {
    return ApiPath.of("queues", queue, "batches", id, more);
  }
}
