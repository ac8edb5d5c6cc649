package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Ages;
import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists who runs tasks. */
@Command(name = "workers", description = "Lists the workers that are alive.")
final class WorkersCommand extends RemoteCommand {
  @Override
  protected int run(ApiClient client, Output output) {
    TableText table =
        new TableText()
            .column("QUEUE", "queue")
            .column("SESSION", "session")
            .column("HOST", "host")
            .column("VERSION", "version")
            .number("CAPACITY", worker -> worker.get("capacity").text())
            .number("IN FLIGHT", worker -> worker.get("inFlight").text())
            .number("HEARTBEAT", worker -> Ages.ofMillis(worker.get("heartbeatAgeMs").number()))
            .column("ASKED", "asked")
            .column("TYPES", WorkersCommand::types);
    new Pages(client, ApiPath.of("workers"))
        .forEach(page -> output.page(page, table), output::isClosed);
    return OK;
  }

  private static String types(JsonTree worker) {
    return worker.get("types").items().stream()
        .map(JsonTree::text)
        .collect(Collectors.joining(", "));
  }
}
