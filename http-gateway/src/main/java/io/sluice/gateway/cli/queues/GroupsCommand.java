package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how the groups of a queue fare. */
@Command(
    name = "groups",
    description = {
      "Shows the groups of a queue with the largest backlog, and their shares.",
      "The first row without a name is of the tasks without a group."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GroupsCommand extends RemoteCommand {
  private static final double PERCENT = 100;

  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Override
  protected int run(ApiClient client, Output output) {
    JsonTree groups = await(client.get(ApiPath.of("queues", queue))).json().get("groups");
    TableText table =
        new TableText()
            .column("GROUP", "group")
            .number("READY", group -> group.get("ready").text())
            .number("RUNNING", group -> group.get("running").text())
            .number("SHARE", GroupsCommand::share)
            .column("BARRED UNTIL", "barredUntil");
    output.page(JsonTree.Members.NONE.with("items", groups), table);
    return OK;
  }

  private static String share(JsonTree group) {
    double share = Double.parseDouble(group.get("share").text());
    return String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
  }
}
