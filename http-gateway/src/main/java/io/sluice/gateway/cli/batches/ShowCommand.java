package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one batch. */
@Command(name = "show", description = "Shows a batch with the counts of its members.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShowCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(await(client.get(batch.path())).json());
    return OK;
  }
}
