package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets nobody add members to a batch any more. */
@Command(
    name = "seal",
    description = "Seals a batch: it takes no more members, and is complete when all have ended.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SealCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.send(ApiRequest.post(batch.path("seal")))).json());
    return OK;
  }
}
