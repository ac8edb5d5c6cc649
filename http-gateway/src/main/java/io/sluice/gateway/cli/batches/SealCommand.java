package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets nobody add members to a batch any more. */
@Command(
    name = "seal",
    description = "Seals a batch: it takes no more members, and is complete when all have ended.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SealCommand extends RemoteCommand {
  @Parameters(
      index = "0",
      paramLabel = "QUEUE",
      description = "queue in which the batch was opened")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the batch")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.send(ApiRequest.post(OneBatch.path(queue, id, "seal")))).json());
    return OK;
  }
}
