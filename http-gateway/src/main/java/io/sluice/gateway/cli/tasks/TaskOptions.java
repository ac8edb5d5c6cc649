package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** All that a task may be given. The gateway judges the values: it names what is bad. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TaskOptions {
  @Option(
      names = "--id",
      description = "id of the task; the same id is accepted once, so the command can be repeated")
  private @Nullable String id;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = "time from now until the task may run, like 30s, 5m, 2h, 7d, PT1H")
  private @Nullable String delay;

  @Option(
      names = "--run-at",
      paramLabel = "WHEN",
      description = "earliest time at which the task runs, like 2026-11-20T19:30:00Z")
  private @Nullable String runAt;

  @Option(
      names = "--priority",
      paramLabel = "0..9",
      description = "higher first, among the tasks of its group (default 4)")
  private @Nullable Long priority;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "group, such as a tenant, that shares the queue fairly with the others")
  private @Nullable String group;

  @Option(
      names = "--cost",
      paramLabel = "N",
      description = "tokens that each start takes of the rates of its queue and group (default 1)")
  private @Nullable Long cost;

  @Option(
      names = "--batch",
      paramLabel = "ID",
      description = "batch of which the task is a member; ID@QUEUE for one of another queue")
  private @Nullable String batch;

  @Option(
      names = "--durability",
      paramLabel = "memory|replica|fsync",
      description = "how safe the task is to be before the answer (default: memory of Redis)")
  private @Nullable String durability;

  @Option(names = "--timeout", paramLabel = "TIME", description = "time limit of an attempt")
  private @Nullable String timeout;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "the task expires unless it starts within this time")
  private @Nullable String expiresIn;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      description = "time for which the finished task is kept")
  private @Nullable String retention;

  @Option(
      names = "--unique-key",
      paramLabel = "KEY",
      description = "unique key: while a task holds it, the queue takes no second task with it")
  private @Nullable String uniqueKey;

  @Option(
      names = "--unique-for",
      paramLabel = "TIME",
      description = "how long the key is held (default: until the task ends)")
  private @Nullable String uniqueFor;

  @Option(
      names = "--on-conflict",
      paramLabel = "reject|keep|replace|keep-last",
      description = "effect on a second task with the key")
  private @Nullable String onConflict;

  @Option(
      names = "--debounce",
      paramLabel = "TIME",
      description = "time without another task with the key after which the newest one starts")
  private @Nullable String debounce;

  @Option(
      names = "--max-wait",
      paramLabel = "TIME",
      description = "longest time for which other tasks with the key put off the start")
  private @Nullable String maxWait;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "attempts before the task is dead")
  private @Nullable Long maxAttempts;

  @Option(
      names = "--backoff",
      paramLabel = "exponential|linear|fixed",
      description = "growth of the delay between attempts")
  private @Nullable String backoff;

  @Option(
      names = "--retry-initial",
      paramLabel = "TIME",
      description = "delay before the second attempt")
  private @Nullable String retryInitial;

  @Option(
      names = "--retry-max",
      paramLabel = "TIME",
      description = "longest delay between attempts")
  private @Nullable String retryMax;

  @Option(
      names = "--tags",
      paramLabel = "TAG",
      split = ",",
      description = "labels to find the task by, separated by commas")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "header of the task, which its handler can read")
  private Map<String, String> headers = new LinkedHashMap<>();

  /** The body of the request. */
  byte[] body(String type, byte @Nullable [] payload) {
    return JsonObject.write(
        json -> {
          json.put("type", type).putJson("payload", payload);
          json.put("id", id).put("delay", delay).put("runAt", runAt).put("timeout", timeout);
          json.put("expiresIn", expiresIn).put("retention", retention);
          json.put("priority", priority).put("group", group).put("cost", cost);
          json.put("batch", batch).put("durability", durability);
          if (hasUnique()) {
            json.put("unique", this::unique);
          }
          if (hasRetry()) {
            json.put("retry", this::retry);
          }
          if (!tags.isEmpty()) {
            json.putStrings("tags", tags);
          }
          if (!headers.isEmpty()) {
            json.put("headers", of -> headers.forEach(of::put));
          }
        });
  }

  /** The path with the type and the options, where the body is the payload alone. */
  ApiPath in(ApiPath tasks, String type) {
    return tasks
        .with("type", type)
        .with("id", id)
        .with("delay", delay)
        .with("runAt", runAt)
        .with("timeout", timeout)
        .with("expiresIn", expiresIn)
        .with("retention", retention)
        .with("priority", text(priority))
        .with("group", group)
        .with("cost", text(cost))
        .with("batch", batch)
        .with("durability", durability)
        .with("tags", tags.isEmpty() ? null : String.join(",", tags));
  }

  /** Whether all that is given can stand in a path. */
  boolean fitInAPath() {
    return !hasUnique() && !hasRetry() && headers.isEmpty();
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : number.toString();
  }

  private boolean hasRetry() {
    return maxAttempts != null || backoff != null || retryInitial != null || retryMax != null;
  }

  private boolean hasUnique() {
    return uniqueKey != null
        || uniqueFor != null
        || onConflict != null
        || debounce != null
        || maxWait != null;
  }

  private void unique(JsonObject json) {
    json.put("key", uniqueKey)
        .put("for", uniqueFor)
        .put("onConflict", onConflict)
        .put("debounce", debounce)
        .put("maxWait", maxWait);
  }

  private void retry(JsonObject json) {
    json.put("maxAttempts", maxAttempts)
        .put("backoff", backoff)
        .put("initial", retryInitial)
        .put("max", retryMax);
  }
}
