package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Drops what is kept of a batch that has ended. */
@Command(name = "delete", description = "Deletes a batch that has ended; its tasks stay.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeleteCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Override
  protected int run(ApiClient client, Output output) {
    await(client.send(ApiRequest.of("DELETE", batch.path())));
    return OK;
  }
}
