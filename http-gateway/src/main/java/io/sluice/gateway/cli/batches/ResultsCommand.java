package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how the members of a batch have ended. */
@Command(
    name = "results",
    description = {
      "Prints how the members of a batch that gathers have ended, one per line.",
      "With -o ndjson each line has the position after it: --after goes on from there."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResultsCommand extends RemoteCommand {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final String LIMIT = "200";

  @Mixin private OneBatch batch;

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "position of the last line that was taken (default: the beginning)")
  private @Nullable String after;

  @Option(names = "--follow", description = "waits for further results until the batch has ended")
  private boolean follow;

  @Override
  protected int run(ApiClient client, Output output) {
    @Nullable String position = after;
    JsonTree page;
    do {
      page = page(client, position);
      page.get("items").items().forEach(end -> print(output, end));
      position = page.get("position").text();
    } while (goesOn(page) && !output.isClosed());
    return OK;
  }

  private JsonTree page(ApiClient client, @Nullable String position) {
    ApiPath path = batch.path("results").with("limit", LIMIT);
    ApiRequest request = ApiRequest.get(path.with("after", position));
    return await(client.send(follow ? request.preferWait(WAIT) : request)).json();
  }

  private boolean goesOn(JsonTree page) {
    return !page.get("last").isTrue() && (follow || !page.get("items").items().isEmpty());
  }

  private static void print(Output output, JsonTree end) {
    String shown = shown(end);
    output.event(
        end,
        end.get("id").text()
            + "  "
            + end.get("state").text()
            + (shown.isEmpty() ? "" : "  " + shown));
  }

  private static String shown(JsonTree end) {
    JsonTree key = end.get("resultEncryptedBy");
    if (!key.isNull()) {
      return "encrypted by key " + key.text();
    }
    JsonTree value =
        end.get("result").isNull() ? end.get("failure").get("message") : end.get("result");
    return value.isNull() ? "" : value.compact();
  }
}
