package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a redrive or a purge; what it has done stays done. */
@Command(
    name = "abort",
    description =
        "Aborts a redrive or a purge; tasks that were already processed stay as they are.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BulkAbortCommand extends RemoteCommand {
  @Parameters(
      paramLabel = "ID",
      description = "id of the bulk action, as printed when it was started")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(
        await(client.send(ApiRequest.post(ApiPath.of("bulk-actions", id, "abort")))).json());
    return OK;
  }
}
