package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the batches of a queue. */
@Command(
    name = "ls",
    aliases = "list",
    description = "Lists the batches that were opened in a queue and are kept.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ListCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected int run(ApiClient client, Output output) {
    TableText table = table();
    new Pages(client, ApiPath.of("queues", queue, "batches"))
        .forEach(page -> output.page(page, table), output::isClosed);
    return OK;
  }

  private static TableText table() {
    return new TableText()
        .column("ID", "id")
        .column("NAME", "name")
        .column("STATE", "state")
        .number("TOTAL", batch -> BatchCounts.count(batch, "total"))
        .number("PENDING", batch -> BatchCounts.count(batch, "pending"))
        .number("SUCCEEDED", batch -> BatchCounts.count(batch, "succeeded"))
        .number("DEAD", batch -> BatchCounts.count(batch, "dead"))
        .column("CREATED", "createdAt")
        .column("ENDED", "endedAt");
  }
}
