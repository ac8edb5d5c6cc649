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
      "Enqueues one task, or with --ndjson a stream of them, a line each.",
      "With --wait it ends with 0 only if the task has succeeded."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EnqueueCommand extends RemoteCommand {
  private static final String STANDARD_INPUT = "-";

  @Parameters(index = "0", paramLabel = "QUEUE", description = "where to")
  private String queue;

  @Parameters(index = "1", paramLabel = "TYPE", arity = "0..1", description = "which handler")
  private @Nullable String type;

  @Parameters(
      index = "2",
      paramLabel = JsonArgument.LABEL,
      arity = "0..1",
      description = "the payload: JSON, or where to read it")
  private @Nullable String payload;

  @Option(
      names = "--ndjson",
      paramLabel = "FILE|-",
      arity = "0..1",
      fallbackValue = STANDARD_INPUT,
      description = "tasks as in the HTTP API, a line each, from a file or standard input")
  private @Nullable String lines;

  @Mixin private TaskOptions options;
  @Mixin private WaitOption wait;

  @Override
  protected int run(ApiClient client, Output output) throws IOException {
    if (lines != null) {
      return stream(client, output, lines);
    }
    if (type == null) {
      throw usage("TYPE is missing; or give --ndjson");
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
      throw usage("--ndjson takes TYPE and all else from its lines, and does not wait");
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
