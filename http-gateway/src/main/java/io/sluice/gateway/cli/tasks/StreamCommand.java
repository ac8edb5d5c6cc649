package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.EventFeed;
import io.sluice.gateway.client.ServerEvent;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what the handler of a task emits. */
@Command(
    name = "stream",
    description = {
      "Prints the stream of a task, one item per line, until the task has ended.",
      "The exit code is 0 only if the task succeeded. A lost connection is opened again;",
      "a message on standard error says so, and says when the items of a run are void."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StreamCommand extends RemoteCommand {
  private static final String ITEM = "item";
  private static final String VOID = "void";
  private static final String END = "task.";

  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @Override
  protected int run(ApiClient client, Output output) {
    ApiPath path = ApiPath.task(queue, id, "stream");
    @Nullable ServerEvent last =
        new EventFeed(client, path, note -> err().println("sluice: " + note))
            .events()
            .doOnNext(told -> print(output, told))
            .takeUntil(told -> isEnd(told) || output.isClosed())
            .blockLast();
    return last != null && isEnd(last) ? Ended.exitCode(JsonTree.parse(last.data()), err()) : OK;
  }

  private static boolean isEnd(ServerEvent told) {
    return told.name().startsWith(END);
  }

  private void print(Output output, ServerEvent told) {
    if (told.name().equals(ITEM)) {
      JsonTree item = JsonTree.parse(told.data());
      output.event(item, item.get("value").compact());
    } else if (told.name().equals(VOID)) {
      err().println("sluice: the run failed, its items above are void");
    }
  }
}
