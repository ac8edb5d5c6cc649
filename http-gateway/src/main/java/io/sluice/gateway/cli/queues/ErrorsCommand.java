package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells why tasks failed. */
@Command(
    name = "errors",
    description = "Lists the errors of dead and retrying tasks, most frequent first.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ErrorsCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Option(
      names = "--by",
      paramLabel = "BY",
      description = "groups by error (default), by type of the task, or by type,error")
  private @Nullable String by;

  @Option(names = "--state", paramLabel = "STATE", description = "only dead or only retrying tasks")
  private @Nullable String state;

  @Override
  protected int run(ApiClient client, Output output) {
    ApiPath path = ApiPath.of("queues", queue, "errors").with("by", by).with("state", state);
    JsonTree errors = await(client.get(path)).json();
    output.page(errors, table());
    if (!errors.get("complete").isTrue()) {
      err()
          .println(
              "sluice: the list is incomplete: it covers "
                  + errors.get("looked").text()
                  + " tasks");
    }
    return OK;
  }

  private TableText table() {
    TableText table =
        new TableText()
            .number("COUNT", group -> group.get("count").text())
            .number("DEAD", group -> group.get("dead").text())
            .number("RETRYING", group -> group.get("retrying").text())
            .column("LAST", "lastAt")
            .column("EXAMPLE", "example");
    if (by != null && by.contains("type")) {
      table.column("TASK TYPE", "taskType");
    }
    return "type".equals(by) ? table : table.column("TYPE", "type").column("MESSAGE", "message");
  }
}
