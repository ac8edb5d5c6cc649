package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Spreads a queue over several slots. */
@Command(
    name = "divide",
    description = {
      "Divides a queue into partitions, each of which may be on another master of a Cluster.",
      "The number can only be raised, and the data of the namespace is of format 2 from then on.",
      "With the same number it moves the groups, keys and ids that are not in use any more."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DivideCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Parameters(index = "1", paramLabel = "N", description = "number of partitions, at most 64")
  private int partitions;

  @Override
  protected int run(ApiClient client, Output output) {
    ApiRequest request =
        ApiRequest.of("PUT", ApiPath.of("queues", queue, "partitions"))
            .json(JsonObject.write(json -> json.put("partitions", partitions)));
    PartitionsCommand.show(await(client.send(request)).json(), output, err());
    return OK;
  }
}
