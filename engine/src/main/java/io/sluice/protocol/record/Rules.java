package io.sluice.protocol.record;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a queue as its HASH holds them. What is not there is as by default. */
public final class Rules {
  private static final String MAX_BACKLOG = "max_backlog";
  private static final String MAX_CONCURRENCY = "max_concurrency";
  private static final String RETENTION_COUNT = "retention_count";
  private static final String RETENTION_MS = "retention_ms";
  private static final String PAUSED = "paused";
  private static final String PAUSED_REASON = "paused_reason";
  private static final String PAUSED_UNTIL = "paused_until";
  private static final String BY_DEFAULT = "";

  /** What to set, for {@code configure}. */
  public static Args args(QueueSettings settings) {
    Duration age = settings.retentionAge();
    return Args.of(
        MAX_BACKLOG,
        orDefault(settings.maxBacklog()),
        MAX_CONCURRENCY,
        orDefault(settings.maxConcurrency()),
        RETENTION_COUNT,
        orDefault(settings.retentionCount()),
        RETENTION_MS,
        orDefault(age == null ? null : age.toMillis()));
  }

  public static Args pausing(String reason, @Nullable Duration length) {
    return Args.of(
        PAUSED,
        1,
        PAUSED_REASON,
        reason,
        PAUSED_UNTIL,
        length == null ? BY_DEFAULT : "+" + length.toMillis());
  }

  public static Args resuming() {
    return Args.of(PAUSED, BY_DEFAULT, PAUSED_REASON, BY_DEFAULT, PAUSED_UNTIL, BY_DEFAULT);
  }

  public static QueueSettings settings(Reply pairs) {
    Map<String, String> values = values(pairs);
    Long age = number(values, RETENTION_MS);
    try {
      return new QueueSettings(
          number(values, MAX_BACKLOG),
          number(values, MAX_CONCURRENCY),
          number(values, RETENTION_COUNT),
          age == null ? null : Duration.ofMillis(age));
    } catch (InvalidTaskException e) {
      throw new StoreCorruptedException(
          "a queue has a setting that nobody can have set: " + e.getMessage(), e);
    }
  }

  public static QueueView.Pause pause(Reply pairs) {
    Map<String, String> values = values(pairs);
    String until = values.get(PAUSED_UNTIL);
    return new QueueView.Pause(
        values.getOrDefault(PAUSED_REASON, ""), until == null ? null : instant(until));
  }

  private static Object orDefault(@Nullable Long value) {
    return value == null ? BY_DEFAULT : value;
  }

  private static Map<String, String> values(Reply pairs) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      values.put(pairs.text(i), pairs.text(i + 1));
    }
    return values;
  }

  /** Its fraction is about how long the pause is. */
  private static Instant instant(String millis) {
    try {
      return Instant.ofEpochMilli((long) Double.parseDouble(millis));
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException("the end of a pause is no number", e);
    }
  }

  private static @Nullable Long number(Map<String, String> values, String name) {
    String value = values.get(name);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException("setting " + name + " of a queue is no number", e);
    }
  }

  private Rules() {}
}
