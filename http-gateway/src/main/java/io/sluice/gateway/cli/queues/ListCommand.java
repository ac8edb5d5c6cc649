package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Ages;
import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import picocli.CommandLine.Command;

/** Lists all queues. */
@Command(name = "queues", description = "Lists the queues with the number of tasks in each state.")
final class ListCommand extends RemoteCommand {
  @Override
  protected int run(ApiClient client, Output output) {
    TableText table = table();
    new Pages(client, ApiPath.of("queues"))
        .forEach(page -> output.page(page, table), output::isClosed);
    return OK;
  }

  private static TableText table() {
    TableText table = new TableText().column("QUEUE", QueueText::name);
    QueueText.counts(table);
    return table
        .number("OLDEST", queue -> Ages.ofMillis(queue.get("oldestReadyAgeMs").number()))
        .number("WORKERS", queue -> queue.get("workers").text())
        .column("PAUSED", QueueText::paused);
  }
}
