package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.Question;
import io.sluice.gateway.cli.console.Terminal;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Acts on many tasks of a queue: says how many, asks, begins, and waits until it is done. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class ActOnMany extends RemoteCommand {
  @Parameters(paramLabel = "QUEUE", description = "name of the queue")
  private String queue;

  @Mixin private BulkOptions options;

  @Override
  protected final int run(ApiClient client, Output output) {
    if (!options.yes && !options.dryRun && !Terminal.IN.isThere()) {
      throw usage("there is no terminal to ask at: give --yes, or --dry-run to only count");
    }
    long matched = matched(client, queue);
    if (options.dryRun) {
      JsonTree count = JsonTree.Literal.of(matched);
      output.thing(JsonTree.Members.NONE.with("matched", count));
      return OK;
    }
    if (!options.yes && !Question.isAnsweredYes(err(), question(matched, queue))) {
      err().println("sluice: nothing was done");
      return FAILED;
    }
    return begin(client, output, matched);
  }

  private int begin(ApiClient client, Output output, long matched) {
    JsonTree begun = await(client.send(request(queue))).json();
    if (options.detach) {
      output.thing(begun);
      return OK;
    }
    JsonTree ended = new BulkAction(client, begun, err()).ended(matched);
    output.thing(ended);
    boolean all = ended.get("state").text().equals("done") && ended.get("failed").number() == 0;
    return all ? OK : FAILED;
  }

  /** How many tasks it would be now. */
  abstract long matched(ApiClient client, String queue);

  abstract String question(long matched, String queue);

  /** What begins it. */
  abstract ApiRequest request(String queue);
}
