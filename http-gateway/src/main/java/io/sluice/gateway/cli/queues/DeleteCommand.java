package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a queue that is empty. */
@Command(
    name = "delete",
    description = {
      "Deletes a queue in which no task waits, runs or is dead, and that no schedule uses.",
      "Its finished tasks, totals and settings are deleted with it."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeleteCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected int run(ApiClient client, Output output) {
    await(client.send(ApiRequest.of("DELETE", ApiPath.of("queues", queue))));
    return OK;
  }
}
