package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Parameters;

/** Does something to one task, and shows it afterwards. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class ActOnTask extends RemoteCommand {
  private static final int ON_ITS_WAY = 202;

  private final String verb;

  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  ActOnTask(String verb) {
    this.verb = verb;
  }

  @Override
  protected int run(ApiClient client, Output output) {
    ApiAnswer answer = await(client.send(ApiRequest.post(ApiPath.task(queue, id, verb))));
    output.thing(answer.json());
    if (answer.status() == ON_ITS_WAY) {
      err().println("sluice: the running handler was asked to stop");
    }
    return OK;
  }
}
