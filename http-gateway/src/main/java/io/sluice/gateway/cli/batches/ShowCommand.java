package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one batch. */
@Command(name = "show", description = "Shows a batch with the counts of its members.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShowCommand extends RemoteCommand {
  @Parameters(
      index = "0",
      paramLabel = "QUEUE",
      description = "queue in which the batch was opened")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the batch")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.get(OneBatch.path(queue, id))).json());
    return OK;
  }
}
