package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives dead tasks all of their attempts again. */
@Command(
    name = "redrive",
    description = {
      "Makes the dead tasks of a queue ready again, with all of their attempts.",
      "Asks for confirmation on a terminal; waits until all tasks are done."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RedriveCommand extends ActOnMany {
  @Option(names = "--rate", paramLabel = "N", description = "largest number of tasks per second")
  private @Nullable Long rate;

  @Option(
      names = "--filter",
      paramLabel = "type=T|error=E",
      description = "only tasks of a type, or whose last failure has a type")
  private Map<String, String> filter = new LinkedHashMap<>();

  @Override
  long matched(ApiClient client, String queue) {
    return await(client.send(request(queue, true))).json().get("matched").number();
  }

  @Override
  String question(long matched, String queue) {
    return "redrive " + matched + " dead tasks of queue " + queue + "?";
  }

  @Override
  ApiRequest request(String queue) {
    return request(queue, false);
  }

  private ApiRequest request(String queue, boolean dryRun) {
    return ApiRequest.post(ApiPath.of("queues", queue, "redrive"))
        .json(
            JsonObject.write(
                json -> {
                  json.put("from", "dead").put("rate", rate).put("dryRun", dryRun);
                  if (!filter.isEmpty()) {
                    json.put("filter", of -> filter.forEach(of::put));
                  }
                }));
  }
}
