package io.sluice.gateway.cli.tasks;

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
  @Option(names = "--id", description = "its id; makes it safe to send again")
  private @Nullable String id;

  @Option(names = "--delay", paramLabel = "TIME", description = "not before 30s, 5m, 2h, 7d, PT1H")
  private @Nullable String delay;

  @Option(names = "--run-at", paramLabel = "WHEN", description = "not before 2026-11-20T19:30:00Z")
  private @Nullable String runAt;

  @Option(names = "--timeout", paramLabel = "TIME", description = "how long an attempt may take")
  private @Nullable String timeout;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "how long it may wait to begin")
  private @Nullable String expiresIn;

  @Option(names = "--retention", paramLabel = "TIME", description = "how long it is kept once done")
  private @Nullable String retention;

  @Option(names = "--unique-key", paramLabel = "KEY", description = "only one task with this key")
  private @Nullable String uniqueKey;

  @Option(
      names = "--unique-for",
      paramLabel = "TIME",
      description = "so long; without it until the task has ended")
  private @Nullable String uniqueFor;

  @Option(
      names = "--on-conflict",
      paramLabel = "reject|keep|replace",
      description = "what happens to a second one with the key")
  private @Nullable String onConflict;

  @Option(names = "--max-attempts", paramLabel = "N", description = "attempts before it is dead")
  private @Nullable Long maxAttempts;

  @Option(
      names = "--backoff",
      paramLabel = "exponential|linear|fixed",
      description = "how the waits between attempts grow")
  private @Nullable String backoff;

  @Option(names = "--retry-initial", paramLabel = "TIME", description = "the first wait")
  private @Nullable String retryInitial;

  @Option(names = "--retry-max", paramLabel = "TIME", description = "the longest wait")
  private @Nullable String retryMax;

  @Option(names = "--tags", paramLabel = "TAG", split = ",", description = "labels, with commas")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--header", paramLabel = "NAME=VALUE", description = "what handlers may read")
  private Map<String, String> headers = new LinkedHashMap<>();

  /** The body of the request. */
  byte[] body(String type, byte @Nullable [] payload) {
    return JsonObject.write(
        json -> {
          json.put("type", type).putJson("payload", payload);
          json.put("id", id).put("delay", delay).put("runAt", runAt).put("timeout", timeout);
          json.put("expiresIn", expiresIn).put("retention", retention);
          if (uniqueKey != null || uniqueFor != null || onConflict != null) {
            json.put("unique", this::unique);
          }
          if (maxAttempts != null || backoff != null || retryInitial != null || retryMax != null) {
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

  private void unique(JsonObject json) {
    json.put("key", uniqueKey).put("for", uniqueFor).put("onConflict", onConflict);
  }

  private void retry(JsonObject json) {
    json.put("maxAttempts", maxAttempts)
        .put("backoff", backoff)
        .put("initial", retryInitial)
        .put("max", retryMax);
  }
}
