package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a waiting task another priority. */
@Command(
    name = "priority",
    description = "Changes the priority of a ready, scheduled or retrying task.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PriorityCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @Parameters(index = "2", paramLabel = "0..9", description = "higher first")
  private long priority;

  @Override
  protected int run(ApiClient client, Output output) {
    ApiRequest request =
        ApiRequest.post(ApiPath.task(queue, id, "priority"))
            .json(JsonObject.write(json -> json.put("priority", priority)));
    output.thing(await(client.send(request)).json());
    return OK;
  }
}
