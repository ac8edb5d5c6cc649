package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tasks of a queue that are in one state. */
@Command(name = "ls", description = "Lists the tasks of a queue in one state.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ListCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Option(
      names = "--state",
      required = true,
      paramLabel = "STATE",
      description = "scheduled, ready, running, retrying, succeeded, dead, cancelled or expired")
  private String state;

  @Option(names = "--type", paramLabel = "TYPE", description = "only tasks of this type")
  private @Nullable String type;

  @Option(names = "--tag", paramLabel = "TAG", description = "only tasks with this tag")
  private @Nullable String tag;

  @Option(names = "--group", paramLabel = "NAME", description = "only tasks of this group")
  private @Nullable String group;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description = "newest (default) or oldest first; of scheduled tasks the oldest run next")
  private @Nullable String order;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "largest number of tasks to list (default ${DEFAULT-VALUE})")
  private long limit;

  @Option(names = "--all", description = "lists all tasks, without a limit")
  private boolean all;

  @Override
  protected int run(ApiClient client, Output output) {
    if (limit < 1) {
      throw usage("--limit must be 1 or more, is " + limit);
    }
    ApiPath tasks = ApiPath.of("queues", queue, "tasks").with("state", state);
    tasks = tasks.with("type", type).with("tag", tag).with("group", group).with("order", order);
    TableText table = table();
    new Pages(client, tasks)
        .atMost(all ? Long.MAX_VALUE : limit)
        .forEach(page -> output.page(page, table), output::isClosed);
    return OK;
  }

  private static TableText table() {
    return new TableText()
        .column("ID", "id")
        .column("TYPE", "type")
        .number(
            "ATTEMPT", task -> task.get("attempt").text() + "/" + task.get("maxAttempts").text())
        .number("PRIORITY", task -> task.get("priority").text())
        .column("GROUP", "group")
        .column("CREATED", "createdAt")
        .column("RUN AT", "runAt")
        .column("FAILURE", ListCommand::failure);
  }

  private static String failure(JsonTree task) {
    JsonTree failure = task.get("failure");
    return failure.isNull()
        ? ""
        : failure.get("type").text() + ": " + failure.get("message").text();
  }
}
