package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.remote.JsonArgument;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Changes settings of a queue. The gateway sets all of them at once, so those that are not named
 * are read before; who else sets them in this moment may be overwritten.
 */
@Command(
    name = "set",
    description = {
      "Changes settings of a queue; settings that are not given keep their values.",
      "The value 'none' resets a setting to the configuration of the engines.",
      "A JSON document (the body of the HTTP API) sets all settings at once."
    })
final class SetCommand extends OneQueue {
  private static final String NONE = "none";
  static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = JsonArgument.LABEL,
      description = "all settings as JSON, from a file (@FILE) or from standard input (-)")
  private @Nullable String document;

  @Option(
      names = "--max-backlog",
      paramLabel = "N",
      description = "largest number of waiting tasks; further tasks are refused")
  private @Nullable String maxBacklog;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "largest number of tasks that run at the same time")
  private @Nullable String maxConcurrency;

  @Option(
      names = "--keep-for",
      paramLabel = "TIME",
      description = "time for which finished tasks are kept")
  private @Nullable String maxAge;

  @Option(
      names = "--keep-most",
      paramLabel = "N",
      description = "largest number of finished tasks that are kept")
  private @Nullable String maxCount;

  @Option(
      names = "--rate",
      paramLabel = "N/TIME[:BURST]",
      description = "rate at which tasks may start, like 100/s, 10/1m or 100/s:200")
  private @Nullable String rate;

  @Option(
      names = "--group",
      paramLabel = "NAME=KEY:VALUE,...",
      description = {
        "rule of a group, like tenant-7=weight:4,maxConcurrency:2,rate:10/s,maxBacklog:1000",
        "(NAME=none drops it; the name 'default' is for groups without a rule)"
      })
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--age-every",
      paramLabel = "TIME",
      description = "time after which a waiting task gains one priority")
  private @Nullable String ageEvery;

  @Option(
      names = "--max-delay",
      paramLabel = "TIME",
      description = "tasks that could not start within this time are refused")
  private @Nullable String maxDelay;

  @Option(
      names = "--durability",
      paramLabel = "memory|replica|fsync",
      description = "how safe a task is to be at least before its enqueue is answered")
  private @Nullable String durability;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "where gateways with a push file send the tasks to (docs/push.md)")
  private @Nullable String target;

  @Option(
      names = "--target-method",
      paramLabel = "METHOD",
      description = "method of these requests: POST, PUT, PATCH, GET or DELETE")
  private @Nullable String targetMethod;

  @Option(
      names = "--target-header",
      paramLabel = "NAME=VALUE",
      description = "header of these requests; NAME=none drops it")
  private Map<String, String> targetHeaders = new LinkedHashMap<>();

  @Override
  ApiRequest request(ApiClient client, ApiPath path, String name) {
    return ApiRequest.of("PUT", path)
        .json(document == null ? changed(client, path) : whole(document));
  }

  private byte[] whole(String argument) {
    boolean byOptions =
        !groups.isEmpty()
            || !targetHeaders.isEmpty()
            || Stream.of(
                    maxBacklog,
                    maxConcurrency,
                    maxAge,
                    maxCount,
                    rate,
                    ageEvery,
                    maxDelay,
                    durability,
                    target,
                    targetMethod)
                .anyMatch(Objects::nonNull);
    if (byOptions) {
      throw usage("give either a JSON document or options");
    }
    try {
      return JsonArgument.read(argument);
    } catch (IllegalArgumentException e) {
      throw usage("the settings " + e.getMessage());
    }
  }

  private byte[] changed(ApiClient client, ApiPath path) {
    JsonTree settings = await(client.get(path)).json().get("limits");
    settings = number(settings, "maxBacklog", "--max-backlog", maxBacklog);
    settings = number(settings, "maxConcurrency", "--max-concurrency", maxConcurrency);
    JsonTree retention = settings.get("retention");
    retention = number(retention, "maxCount", "--keep-most", maxCount);
    retention = changed(retention, "maxAge", maxAge, JsonTree.Text::new);
    settings =
        settings.with(
            "retention", retention.members().isEmpty() ? JsonTree.Literal.NULL : retention);
    settings = changed(settings, "rateLimit", rate, text -> read("--rate", text, RateText::parse));
    settings = changed(settings, "ageEvery", ageEvery, JsonTree.Text::new);
    settings = changed(settings, "maxDelay", maxDelay, JsonTree.Text::new);
    settings = changed(settings, "durability", durability, JsonTree.Text::new);
    settings = settings.with("target", target(settings.get("target")));
    for (String change : groups) {
      JsonTree before = settings.get("groups");
      settings =
          settings.with("groups", read("--group", change, text -> GroupText.change(before, text)));
    }
    return settings.compact().getBytes(StandardCharsets.UTF_8);
  }

  private JsonTree target(JsonTree before) {
    if (NONE.equals(target)) {
      return JsonTree.Literal.NULL;
    }
    JsonTree changed = changed(before, "url", target, JsonTree.Text::new);
    changed = changed(changed, "method", targetMethod, JsonTree.Text::new);
    JsonTree headers = changed.get("headers");
    for (Map.Entry<String, String> header : targetHeaders.entrySet()) {
      headers = changed(headers, header.getKey(), header.getValue(), JsonTree.Text::new);
    }
    if (!targetHeaders.isEmpty()) {
      changed = changed.with("headers", headers);
    }
    return changed.members().isEmpty() ? JsonTree.Literal.NULL : changed;
  }

  private JsonTree read(String option, String text, Function<String, JsonTree> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw usage(option + " " + e.getMessage());
    }
  }

  private JsonTree number(JsonTree of, String member, String option, @Nullable String value) {
    return changed(
        of,
        member,
        value,
        text -> {
          if (!NUMBER.matcher(text).matches()) {
            throw usage(option + " must be a whole number or none, is " + text);
          }
          return new JsonTree.Literal(text);
        });
  }

  private static JsonTree changed(
      JsonTree of, String member, @Nullable String value, Function<String, JsonTree> read) {
    if (value == null) {
      return of;
    }
    return of.with(member, value.equals(NONE) ? JsonTree.Literal.NULL : read.apply(value));
  }
}
