package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Cancels the members of a batch. */
@Command(
    name = "cancel",
    description = {
      "Cancels a batch: its members that wait do not run.",
      "Members that run are asked to stop."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CancelCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.send(ApiRequest.post(batch.path("cancel")))).json());
    return OK;
  }
}
