package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.EventFeed;
import io.sluice.gateway.client.ServerEvent;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows a batch to its end. */
@Command(
    name = "watch",
    description = {
      "Prints the progress of a batch until it has ended.",
      "The exit code is 0 only if all members succeeded. A lost connection is opened again;",
      "a message on standard error says so."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WatchCommand extends RemoteCommand {
  @Mixin private OneBatch batch;

  @Override
  protected int run(ApiClient client, Output output) {
    @Nullable ServerEvent last =
        new EventFeed(client, batch.path("events"), note -> err().println("sluice: " + note))
            .events()
            .filter(told -> !told.data().isEmpty())
            .doOnNext(told -> print(output, JsonTree.parse(told.data())))
            .takeUntil(told -> hasEnded(told) || output.isClosed())
            .blockLast();
    return last != null && hasEnded(last) ? exitCode(JsonTree.parse(last.data())) : OK;
  }

  private static boolean hasEnded(ServerEvent told) {
    return !told.name().equals("batch.progress");
  }

  private static void print(Output output, JsonTree shown) {
    output.event(shown, shown.get("state").text() + "  " + BatchCounts.counts(shown));
  }

  private int exitCode(JsonTree ended) {
    JsonTree counts = ended.get("counts");
    if (counts.get("succeeded").number() == counts.get("total").number()) {
      return OK;
    }
    err()
        .println(
            "sluice: not all members of batch "
                + batch.id()
                + " succeeded: "
                + BatchCounts.counts(ended));
    return FAILED;
  }
}
