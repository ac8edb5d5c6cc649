package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes one task. */
@Command(name = "delete", description = "Removes a task that is not running.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeleteCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    await(client.send(ApiRequest.of("DELETE", ApiPath.task(queue, id))));
    return OK;
  }
}
