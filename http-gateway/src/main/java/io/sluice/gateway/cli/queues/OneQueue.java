package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Parameters;

/** Does something with one queue, and shows it afterwards. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class OneQueue extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected final int run(ApiClient client, Output output) {
    output.thing(await(client.send(request(client, ApiPath.of("queues", queue), queue))).json());
    return OK;
  }

  /** What to send; the answer to it shows the queue. */
  abstract ApiRequest request(ApiClient client, ApiPath path, String name);
}
