package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.EventFeed;
import io.sluice.gateway.client.ServerEvent;
import io.sluice.gateway.json.JsonTree;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what happens to tasks, until it is interrupted. */
@Command(
    name = "tail",
    description = {
      "Prints the events of tasks, one per line, until it is interrupted.",
      "A lost connection is opened again; a message on standard error says so."
    })
final class TailCommand extends RemoteCommand {
  private static final String GAP = "gap";

  @Parameters(paramLabel = "QUEUE", arity = "0..1", description = "only events of this queue")
  private @Nullable String queue;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "only events of this name, like task.dead")
  private @Nullable String event;

  @Option(names = "--count", paramLabel = "N", description = "ends after this number of events")
  private @Nullable Long count;

  @Override
  protected int run(ApiClient client, Output output) {
    if (count != null && count < 1) {
      throw usage("--count must be 1 or more, is " + count);
    }
    ApiPath path = ApiPath.of("events").with("queue", queue).with("event", event);
    new EventFeed(client, path, note -> err().println("sluice: " + note))
        .events()
        .filter(this::isTask)
        .take(count == null ? Long.MAX_VALUE : count)
        .doOnNext(told -> print(output, JsonTree.parse(told.data())))
        .takeUntil(told -> output.isClosed())
        .blockLast();
    return OK;
  }

  private boolean isTask(ServerEvent told) {
    if (told.name().equals(GAP)) {
      err().println("sluice: some events may be missing here");
    }
    return !told.name().equals(GAP) && !told.data().isEmpty();
  }

  private static void print(Output output, JsonTree task) {
    String line =
        Stream.of("state", "queue", "id", "type")
            .map(name -> task.get(name).text())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("  "));
    JsonTree failure = task.get("failure");
    output.event(task, failure.isNull() ? line : line + "  " + failure.get("message").text());
  }
}
