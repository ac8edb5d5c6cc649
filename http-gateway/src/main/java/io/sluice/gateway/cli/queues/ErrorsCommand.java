package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells why tasks failed. */
@Command(
    name = "errors",
    description = "Lists the errors of dead and retrying tasks, most frequent first.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ErrorsCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected int run(ApiClient client, Output output) {
    JsonTree errors = await(client.get(ApiPath.of("queues", queue, "errors"))).json();
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

  private static TableText table() {
    return new TableText()
        .number("COUNT", group -> group.get("count").text())
        .number("DEAD", group -> group.get("dead").text())
        .number("RETRYING", group -> group.get("retrying").text())
        .column("LAST", "lastAt")
        .column("EXAMPLE", "example")
        .column("TYPE", "type")
        .column("MESSAGE", "message");
  }
}
