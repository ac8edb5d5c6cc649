package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how far a redrive or a purge is. */
@Command(name = "show", description = "Shows the progress of a redrive or a purge.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BulkShowCommand extends RemoteCommand {
  @Parameters(
      paramLabel = "ID",
      description = "id of the bulk action, as printed when it was started")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.get(BulkAction.path(id))).json());
    return OK;
  }
}
