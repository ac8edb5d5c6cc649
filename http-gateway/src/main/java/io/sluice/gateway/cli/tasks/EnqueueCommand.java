package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.JsonArgument;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiAnswer;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.Json;
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

  @Option(
      names = "--raw",
      paramLabel = "FILE|-",
      description = "payload as the bytes of a file or of standard input, whatever they are")
  private @Nullable String raw;

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
    return one(client, output, raw == null ? asJson(type) : asItIs(type, raw));
  }

  private ApiRequest asJson(String type) {
    return ApiRequest.post(tasks()).json(options.body(type, payload()));
  }

  private ApiRequest asItIs(String type, String source) throws IOException {
    if (payload != null || !options.fitInAPath()) {
      throw usage(
          "--raw takes no second payload, no --header, and no option about retries or unique keys");
    }
    try (InputStream in = open("--raw", source)) {
      // One byte more than any task may have, for the gateway to refuse.
      return ApiRequest.post(options.in(tasks(), type))
          .bytes(in.readNBytes(Json.MAX_DOCUMENT_BYTES + 1));
    }
  }

  private int one(ApiClient client, Output output, ApiRequest request) {
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
    if (type != null || raw != null || wait.isGiven()) {
      throw usage(
          "with --ndjson the lines hold TYPE and all options; give neither TYPE nor --raw nor"
              + " --wait");
    }
    try (InputStream in = open("--ndjson", source)) {
      return new LineUpload(client, tasks(), output, err()).run(in) ? OK : FAILED;
    }
  }

  private InputStream open(String option, String source) {
    try {
      return source.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(source));
    } catch (IOException e) {
      throw usage(option + " cannot be read: " + FileTrouble.of(e));
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
