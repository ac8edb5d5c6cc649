package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a task that waits for its time another one. */
@Command(
    name = "reschedule",
    description = "Changes the time at which a scheduled or retrying task runs.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RescheduleCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @ArgGroup(multiplicity = "1")
  private When when;

  /** One of both. */
  static final class When {
    @Option(
        names = "--delay",
        paramLabel = "TIME",
        description = "time from now until the task may run")
    private @Nullable String delay;

    @Option(
        names = "--run-at",
        paramLabel = "TIME",
        description = "time at which the task runs; a time in the past means now")
    private @Nullable String runAt;
  }

  @Override
  protected int run(ApiClient client, Output output) {
    ApiRequest request =
        ApiRequest.post(ApiPath.task(queue, id, "reschedule"))
            .json(JsonObject.write(json -> json.put("delay", when.delay).put("runAt", when.runAt)));
    output.thing(await(client.send(request)).json());
    return OK;
  }
}
