package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what is in each partition of a queue. */
@Command(
    name = "partitions",
    description = {
      "Shows the partitions of a queue with the number of tasks in each state.",
      "Groups, keys and ids are spread by 1024 buckets; those that were in use are staying."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PartitionsCommand extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected int run(ApiClient client, Output output) {
    show(await(client.get(ApiPath.of("queues", queue, "partitions"))).json(), output, err());
    return OK;
  }

  static void show(JsonTree partitions, Output output, PrintWriter notes) {
    TableText table =
        new TableText()
            .column("PARTITION", "partition")
            .number("BUCKETS", partition -> partition.get("buckets").text())
            .number("STAYING", partition -> partition.get("staying").text());
    QueueText.counts(table);
    output.page(partitions, table);
    if (partitions.get("dividing").isTrue()) {
      notes.println("sluice: the queue is being divided; tasks of some groups, keys and ids wait");
    }
  }
}
