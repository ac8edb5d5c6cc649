package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.JsonArgument;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a batch. */
@Command(
    name = "open",
    description = {
      "Opens a batch in a queue and prints it.",
      "A callback is JSON like {\"queue\":\"mail\",\"task\":{\"type\":\"tell\",\"payload\":7}}."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OpenCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "queue of the batch")
  private String queue;

  @Option(names = "--name", paramLabel = "NAME", description = "name of the batch, for people")
  private @Nullable String name;

  @Option(
      names = "--on-failure",
      paramLabel = "continue|cancel-rest",
      description = "what the batch does when its first member is dead (default continue)")
  private @Nullable String onFailure;

  @Option(
      names = "--on-complete",
      paramLabel = JsonArgument.LABEL,
      description = "task that is enqueued when all members have ended")
  private @Nullable String onComplete;

  @Option(
      names = "--on-success",
      paramLabel = JsonArgument.LABEL,
      description = "task that is enqueued when all members have succeeded")
  private @Nullable String onSuccess;

  @Option(
      names = "--on-death",
      paramLabel = JsonArgument.LABEL,
      description = "task that is enqueued when the first member is dead")
  private @Nullable String onDeath;

  @Option(
      names = "--open-for",
      paramLabel = "TIME",
      description = "time after which the batch is sealed (default 7d)")
  private @Nullable String openFor;

  @Option(
      names = "--parent",
      paramLabel = "ID",
      description = "batch of the same queue of which the new one is a member")
  private @Nullable String parent;

  @Option(names = "--gather", description = "keeps how members end, for 'sluice batch results'")
  private boolean gather;

  @Override
  protected int run(ApiClient client, Output output) {
    byte[] body =
        JsonObject.write(
            json ->
                json.put("name", name)
                    .put("onFailure", onFailure)
                    .putJson("onComplete", callback("--on-complete", onComplete))
                    .putJson("onSuccess", callback("--on-success", onSuccess))
                    .putJson("onDeath", callback("--on-death", onDeath))
                    .put("openFor", openFor)
                    .put("parent", parent)
                    .put("gather", gather));
    ApiPath path = ApiPath.of("queues", queue, "batches");
    output.thing(await(client.send(ApiRequest.post(path).json(body))).json());
    return OK;
  }

  private byte @Nullable [] callback(String option, @Nullable String given) {
    try {
      return given == null ? null : JsonArgument.read(given);
    } catch (IllegalArgumentException unusable) {
      throw usage(option + " " + unusable.getMessage());
    }
  }
}
