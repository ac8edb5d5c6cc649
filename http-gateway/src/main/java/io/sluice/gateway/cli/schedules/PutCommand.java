package io.sluice.gateway.cli.schedules;

import io.sluice.gateway.cli.remote.JsonArgument;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonObject;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a schedule, in place of one that has its name. */
@Command(
    name = "put",
    description = {
      "Creates a schedule, or replaces the schedule with its name.",
      "Takes either a JSON document (the body of the HTTP API) or options."
    })
final class PutCommand extends OneSchedule {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = JsonArgument.LABEL,
      description = "the schedule as JSON, from a file (@FILE) or from standard input (-)")
  private @Nullable String document;

  @Option(names = "--cron", paramLabel = "CRON", description = "cron expression, like '30 2 * * *'")
  private @Nullable String cron;

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      description = "dialect of --cron: unix (default), debian, kubernetes, spring, quartz, ...")
  private @Nullable String dialect;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "time zone of --cron, like Europe/Berlin (default UTC)")
  private @Nullable String timeZone;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "fixed interval instead of --cron, like 10s")
  private @Nullable String every;

  @Option(
      names = "--overlap",
      paramLabel = "allow|skip|buffer",
      description = "what a fire does while the previous task has not ended")
  private @Nullable String overlap;

  @Option(
      names = "--catch-up",
      paramLabel = "none|last|...",
      description = "which missed fires are made up for")
  private @Nullable String catchUp;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "queue of the tasks")
  private @Nullable String queue;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "type of the tasks; it selects the handler")
  private @Nullable String type;

  @Option(
      names = "--payload",
      paramLabel = JsonArgument.LABEL,
      description = "payload of the tasks")
  private @Nullable String payload;

  @Override
  ApiRequest request(String name) {
    boolean byOptions =
        Stream.of(cron, dialect, timeZone, every, overlap, catchUp, queue, type, payload)
            .anyMatch(Objects::nonNull);
    if (byOptions == (document != null)) {
      throw usage("give either a JSON document, or --queue, --type and --cron or --every");
    }
    return ApiRequest.of("PUT", path(name))
        .json(document == null ? fromOptions() : read("the schedule", document));
  }

  private byte[] fromOptions() {
    byte[] read = payload == null ? null : read("--payload", payload);
    return JsonObject.write(
        json ->
            json.put("cron", cron)
                .put("dialect", dialect)
                .put("every", every)
                .put("timeZone", timeZone)
                .put("overlap", overlap)
                .put("catchUp", catchUp)
                .put("queue", queue)
                .put("task", task -> task.put("type", type).putJson("payload", read)));
  }

  private byte[] read(String what, String argument) {
    try {
      return JsonArgument.read(argument);
    } catch (IllegalArgumentException e) {
      throw usage(what + " " + e.getMessage());
    }
  }
}
