package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.JsonArgument;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enqueues one task, or a stream of them. */
@Command(
    name = "enqueue",
    description = {
      "Enqueues one task, or with --ndjson a stream of tasks, one per line.",
      "With --wait the exit code is 0 only if the task succeeded."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EnqueueCommand extends RemoteCommand {
  private static final String STANDARD_INPUT = "-";

  @Parameters(index = "0", paramLabel = "QUEUE", description = "queue to enqueue into")
  private String queue;

  @Parameters(
      index = "1",
      paramLabel = "TYPE",
      arity = "0..1",
      description = "type of the task; it selects the handler")
  private @Nullable String type;

  @Parameters(
      index = "2",
      paramLabel = JsonArgument.LABEL,
      arity = "0..1",
      description = "payload as JSON, from a file (@FILE) or from standard input (-)")
  private @Nullable String payload;

  @Option(
      names = "--ndjson",
      paramLabel = "FILE|-",
      arity = "0..1",
      fallbackValue = STANDARD_INPUT,
      description =
          "reads tasks as JSON lines (the body of the HTTP API) from a file or standard input")
  private @Nullable String lines;

  @Mixin private TaskOptions options;
  @Mixin private WaitOption wait;

  @Override
  protected int run(ApiClient client, Output output) throws IOException {
    if (lines != null) {
      return stream(client, output, lines);
    }
    if (type == null) {
      throw usage("TYPE is missing (or use --ndjson)");
    }
    return one(client, output, options.body(type, payload()));
  }

  private int one(ApiClient client, Output output, byte[] body) {
    ApiRequest request = ApiRequest.post(tasks()).json(body);
    if (!wait.isGiven()) {
      output.thing(await(client.send(request)).json());
      return OK;
    }
    ApiAnswer first = await(client.send(request.preferWait(TaskEnd.firstWait(wait.length()))));
    ApiPath task = ApiPath.task(queue, first.json().get("id").text());
    JsonTree last = await(new TaskEnd(client, task, wait.length()).after(first)).json();
    output.thing(last);
    return Ended.exitCode(last, err());
  }

  private int stream(ApiClient client, Output output, String source) throws IOException {
    if (type != null || wait.isGiven()) {
      throw usage(
          "with --ndjson the lines hold TYPE and all options; give neither TYPE nor --wait");
    }
    try (InputStream in = open(source)) {
      return new LineUpload(client, tasks(), output, err()).run(in) ? OK : FAILED;
    }
  }

  private InputStream open(String source) {
    try {
      return source.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(source));
    } catch (IOException e) {
      throw usage("--ndjson cannot be read: " + FileTrouble.of(e));
    }
  }

  private byte @Nullable [] payload() {
    try {
      return payload == null ? null : JsonArgument.read(payload);
    } catch (IllegalArgumentException e) {
      throw usage("the payload " + e.getMessage());
    }
  }

  private ApiPath tasks() {
    return ApiPath.of("queues", queue, "tasks");
  }
}
