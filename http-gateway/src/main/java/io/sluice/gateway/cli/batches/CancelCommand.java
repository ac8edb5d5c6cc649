package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels the members of a batch. */
@Command(
    name = "cancel",
    description = {
      "Cancels a batch: its members that wait do not run.",
      "Members that run are asked to stop."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CancelCommand extends RemoteCommand {
  @Parameters(
      index = "0",
      paramLabel = "QUEUE",
      description = "queue in which the batch was opened")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the batch")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.send(ApiRequest.post(OneBatch.path(queue, id, "cancel")))).json());
    return OK;
  }
}
