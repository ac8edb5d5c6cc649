package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import picocli.CommandLine.Command;

/** Lists redrives and purges. */
@Command(name = "ls", description = "Lists redrives and purges by queue, newest first.")
final class BulkListCommand extends RemoteCommand {
  @Override
  protected int run(ApiClient client, Output output) {
    TableText table = table();
    new Pages(client, ApiPath.of("bulk-actions"))
        .forEach(page -> output.page(page, table), output::isClosed);
    return OK;
  }

  private static TableText table() {
    return new TableText()
        .column("ID", "id")
        .column("QUEUE", "queue")
        .column("ACTION", "action")
        .column("STATE", "state")
        .number("MATCHED", action -> action.get("matched").text())
        .number("PROCESSED", action -> action.get("processed").text())
        .number("FAILED", action -> action.get("failed").text())
        .column("STARTED", "startedAt")
        .column("WAITING FOR", "waitingFor");
  }
}
