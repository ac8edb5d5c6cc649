package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.Pages;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import picocli.CommandLine.Command;

/** Lists all schedules. */
@Command(name = "ls", description = "Lists the schedules by name.")
final class ListCommand extends RemoteCommand {
  @Override
  protected int run(ApiClient client, Output output) {
    list(client, output);
    return OK;
  }

  static void list(ApiClient client, Output output) {
    TableText table =
        new TableText()
            .column("NAME", "name")
            .column("QUEUE", "queue")
            .column("TYPE", schedule -> schedule.get("task").get("type").text())
            .column("WHEN", ListCommand::when)
            .column("NEXT", "nextFireAt")
            .column("LAST", "lastFireAt")
            .column("PAUSED", schedule -> schedule.get("paused").isTrue() ? "yes" : "");
    new Pages(client, ApiPath.of("schedules"))
        .forEach(page -> output.page(page, table), output::isClosed);
  }

  private static String when(JsonTree schedule) {
    JsonTree cron = schedule.get("cron");
    return cron.isNull()
        ? "every " + schedule.get("every").text()
        : cron.text() + " " + schedule.get("timeZone").text();
  }
}
