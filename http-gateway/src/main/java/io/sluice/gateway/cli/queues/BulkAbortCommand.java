package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a redrive or a purge; what it has done stays done. */
@Command(name = "abort", description = "Ends a redrive or a purge; what it has done stays done.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BulkAbortCommand extends RemoteCommand {
  @Parameters(paramLabel = "ID", description = "which one, as it was told at its begin")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(
        await(client.send(ApiRequest.post(ApiPath.of("bulk-actions", id, "abort")))).json());
    return OK;
  }
}
