package io.sluice.gateway.cli.queues;

import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets no task of a queue begin. */
@Command(name = "pause", description = "Pauses a queue: no task starts, running tasks continue.")
final class PauseCommand extends OneQueue {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "reason that the queue shows while it is paused")
  private @Nullable String reason;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "length of the pause (default: until 'queue resume')")
  private @Nullable String length;

  @Override
  ApiRequest request(ApiClient client, ApiPath path, String name) {
    return ApiRequest.post(ApiPath.of("queues", name, "pause"))
        .json(JsonObject.write(json -> json.put("reason", reason).put("for", length)));
  }
}
