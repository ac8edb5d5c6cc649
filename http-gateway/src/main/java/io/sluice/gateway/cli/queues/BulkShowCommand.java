package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how far a redrive or a purge is. */
@Command(name = "show", description = "Shows how far a redrive or a purge is.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BulkShowCommand extends RemoteCommand {
  @Parameters(paramLabel = "ID", description = "which one, as it was told at its begin")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.get(BulkAction.path(id))).json());
    return OK;
  }
}
