package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Parameters;

/** Does something with one schedule, and shows what came of it. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class OneSchedule extends RemoteCommand {
  private static final int NO_CONTENT = 204;

  @Parameters(index = "0", paramLabel = "NAME", description = "name of the schedule")
  private String name;

  @Override
  protected final int run(ApiClient client, Output output) {
    ApiAnswer answer = await(client.send(request(name)));
    if (answer.status() != NO_CONTENT) {
      show(output, answer);
    }
    return OK;
  }

  abstract ApiRequest request(String name);

  void show(Output output, ApiAnswer answer) {
    output.thing(answer.json());
  }

  static ApiPath path(String name) {
    return ApiPath.of("schedules", name);
  }
}
