package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a task for each line of the input and prints the results. */
@Command(
    name = "map",
    description = {
      "Runs a task for each line of standard input, and prints a line for each result.",
      "A line of the input is the payload of a task, as JSON. Results come as tasks end.",
      "Input is read as results are printed. Ctrl-C cancels the tasks that have not ended.",
      "The exit code is 0 only if all tasks succeeded, or failures are ignored."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MapCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue to enqueue into")
  private String queue;

  @Parameters(
      index = "1",
      paramLabel = "TYPE",
      description = "type of the tasks; it selects the handler")
  private String type;

  @Option(
      names = "--ordered",
      description = "prints results in the order of the input; a slow task holds the later ones")
  private boolean ordered;

  @Option(
      names = "--on-failure",
      paramLabel = "error|value|ignore",
      description = {
        "what a failure does: ends the command and cancels the other tasks (error, the default),",
        "has a line like a result (value), or is left out (ignore)"
      })
  private @Nullable String onFailure;

  @Option(
      names = "--window",
      paramLabel = "COUNT",
      description = "the most tasks that are enqueued and whose results are not printed")
  private @Nullable Integer window;

  @Override
  protected int run(ApiClient client, Output output) {
    ApiPath path = ApiPath.of("queues", queue, "scatter");
    path = ordered ? path.with("ordered", "true") : path;
    path = onFailure == null ? path : path.with("onFailure", onFailure);
    path = window == null ? path : path.with("window", String.valueOf(window));
    MapRun run = new MapRun(client, path, output.writer(), err());
    try {
      return run.of(PayloadLines.tasks(InputParts.of(System.in), type)) || ignores() ? OK : FAILED;
    } catch (IllegalArgumentException unusable) {
      throw usage(String.valueOf(unusable.getMessage()));
    }
  }

  private boolean ignores() {
    return "ignore".equals(onFailure);
  }
}
