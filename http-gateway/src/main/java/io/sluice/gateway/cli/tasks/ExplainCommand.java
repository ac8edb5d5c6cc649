package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why a task waits. */
@Command(
    name = "explain",
    description = {
      "Says why a task waits, and when it is expected to start.",
      "The strongest reason comes first."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExplainCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    output.thing(
        await(client.get(ApiPath.task(queue, id, "explain"))).json(),
        explanation -> print(output, explanation));
    return OK;
  }

  private void print(Output output, JsonTree explanation) {
    String start = explanation.get("expectedStart").text();
    output
        .writer()
        .println(
            "task "
                + id
                + " is "
                + explanation.get("state").text()
                + (start.isEmpty() ? "" : ", expected to start at " + start));
    if (!explanation.get("reasons").items().isEmpty()) {
      new TableText()
          .column("REASON", "code")
          .column("UNTIL", "until")
          .column("DETAIL", "detail")
          .print(output.writer(), explanation.get("reasons").items());
    }
    output.writer().flush();
  }
}
