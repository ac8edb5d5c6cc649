package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes all tasks of one state. */
@Command(
    name = "purge",
    description = {
      "Removes all tasks of a queue in one state.",
      "Asks for confirmation on a terminal; waits until all tasks are done."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PurgeCommand extends ActOnMany {
  @Option(
      names = "--state",
      required = true,
      paramLabel = "STATE",
      description = "scheduled, ready, retrying, succeeded, dead, cancelled or expired")
  private String state;

  @Override
  long matched(ApiClient client, String queue) {
    return await(client.get(ApiPath.of("queues", queue))).json().get("counts").get(state).number();
  }

  @Override
  String question(long matched, String queue) {
    return "remove " + matched + " " + state + " tasks of queue " + queue + " for good?";
  }

  @Override
  ApiRequest request(String queue) {
    return ApiRequest.post(ApiPath.of("queues", queue, "purge"))
        .json(JsonObject.write(json -> json.put("state", state).put("confirm", queue)));
  }
}
