package io.sluice.protocol.record;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.enqueue.Durability;
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
  private static final String RATE = "rate";
  private static final String AGE_EVERY = "age_every";
  private static final String MAX_DELAY = "max_delay";
  private static final String DURABILITY = "durability";
  private static final String TARGET = "target";
  private static final String BY_DEFAULT = "";

  /**
   * Before the name of a group whose rule is set; alone it drops all and sets that of the others.
   */
  private static final String RULE = "@";

  private static final int SETTINGS = 9;

  /** What to set, for {@code configure}. */
  public static Args args(QueueSettings settings) {
    Map<String, String> groups = GroupRules.texts(settings.groups());
    Args args =
        new Args(2 * SETTINGS + 2 * groups.size() + 2)
            .add(MAX_BACKLOG)
            .add(orDefault(settings.maxBacklog()))
            .add(MAX_CONCURRENCY)
            .add(orDefault(settings.maxConcurrency()))
            .add(RETENTION_COUNT)
            .add(orDefault(settings.retentionCount()))
            .add(RETENTION_MS)
            .add(orDefault(millis(settings.retentionAge())))
            .add(RATE)
            .add(GroupRules.text(settings.rateLimit()))
            .add(AGE_EVERY)
            .add(orDefault(millis(settings.ageEvery())))
            .add(MAX_DELAY)
            .add(orDefault(millis(settings.maxDelay())))
            .add(DURABILITY)
            .add(text(settings.durability()))
            .add(TARGET)
            .add(TargetText.of(settings.target()))
            .add(RULE)
            .add(groups.getOrDefault(GroupRules.OTHERS, BY_DEFAULT));
    groups.forEach(
        (group, rule) -> {
          if (!group.equals(GroupRules.OTHERS)) {
            args.add(RULE + group).add(rule);
          }
        });
    return args;
  }

  private static String text(@Nullable Durability level) {
    return level == null || level == Durability.MEMORY ? BY_DEFAULT : level.wireName();
  }

  private static @Nullable Durability level(@Nullable String text) {
    return text == null ? null : Durability.of(text);
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
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

  /**
   * @param groups the rules of groups by name
   */
  public static QueueSettings settings(Reply pairs, Reply groups) {
    Map<String, String> values = values(pairs);
    try {
      return new QueueSettings(
          number(values, MAX_BACKLOG),
          number(values, MAX_CONCURRENCY),
          number(values, RETENTION_COUNT),
          duration(values, RETENTION_MS),
          GroupRules.rate(values.get(RATE)),
          GroupRules.read(values(groups)),
          duration(values, AGE_EVERY),
          duration(values, MAX_DELAY),
          level(values.get(DURABILITY)),
          TargetText.read(values.get(TARGET)));
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

  private static String orDefault(@Nullable Long value) {
    return value == null ? BY_DEFAULT : value.toString();
  }

  private static @Nullable Duration duration(Map<String, String> values, String name) {
    Long millis = number(values, name);
    return millis == null ? null : Duration.ofMillis(millis);
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
