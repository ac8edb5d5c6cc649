package io.sluice.gateway.cli.tasks;

import io.sluice.encryption.Encrypted;
import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one task, or only its result. */
@Command(
    name = "get",
    description = {
      "Shows a task, or with --result only its result.",
      "With --wait the exit code is 0 only if the task succeeded."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GetCommand extends RemoteCommand {
  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue of the task")
  private String queue;

  @Parameters(index = "1", paramLabel = "ID", description = "id of the task")
  private String id;

  @Option(names = "--payload", description = "also shows the payload")
  private boolean payload;

  @Option(names = "--log", description = "also shows the log lines of the handler")
  private boolean log;

  @Option(names = "--result", description = "shows only the result")
  private boolean result;

  @Mixin private WaitOption wait;

  @Override
  protected int run(ApiClient client, Output output) {
    if (result && (payload || log)) {
      throw usage("--result shows only the result: it excludes --payload and --log");
    }
    ApiPath task = ApiPath.task(queue, id);
    if (wait.isGiven()) {
      await(client.get(task).flatMap(new TaskEnd(client, task, wait.length())::after));
    }
    return result ? showResult(client, output) : show(client, output, task);
  }

  private int show(ApiClient client, Output output, ApiPath task) {
    JsonTree shown = await(client.get(task.with("include", included()))).json();
    output.thing(shown);
    return wait.isGiven() ? Ended.exitCode(shown, err()) : OK;
  }

  private int showResult(ApiClient client, Output output) {
    ApiAnswer answer = await(client.get(ApiPath.task(queue, id, "result")));
    if (answer.status() != 200) {
      err()
          .println(
              "sluice: task "
                  + id
                  + " has no result yet, it is "
                  + answer.json().get("state").text());
      return FAILED;
    }
    String key = Encrypted.keyOf(answer.body());
    if (key != null) {
      err().println("sluice: the result of task " + id + " is encrypted by key " + key);
      return FAILED;
    }
    if (answer.isJson()) {
      output.thing(answer.json(), value -> output.writer().println(value.compact()));
    } else {
      output.bytes(answer.body());
    }
    return OK;
  }

  private @Nullable String included() {
    if (payload) {
      return log ? "payload,log" : "payload";
    }
    return log ? "log" : null;
  }
}
