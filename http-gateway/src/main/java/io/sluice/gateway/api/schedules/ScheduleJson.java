package io.sluice.gateway.api.schedules;

import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.WireDuration;
import io.sluice.gateway.json.WireTime;
import io.sluice.schedule.DialectWarning;
import io.sluice.schedule.ScheduleView;
import io.sluice.schedule.TaskTemplate;
import io.sluice.schedule.Timing;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The view of a schedule on the wire. */
final class ScheduleJson {
  /** With what is to be said about its dialect. */
  static byte[] of(ScheduleView schedule) {
    return JsonObject.write(
        json -> {
          members(json, schedule);
          warnings(json, schedule);
        });
  }

  static void warnings(JsonObject json, ScheduleView schedule) {
    json.putAll(
        "warnings",
        DialectWarning.of(schedule.schedule().timing(), Instant.now()),
        ScheduleJson::warning);
  }

  private static void warning(JsonObject json, DialectWarning warning) {
    json.put("dialect", warning.dialect().word())
        .put("detail", warning.detail())
        .putStrings("here", times(warning.here()))
        .putStrings("there", times(warning.there()));
  }

  static List<String> times(List<Instant> instants) {
    return instants.stream().map(WireTime::format).toList();
  }

  static void members(JsonObject json, ScheduleView view) {
    ScheduleView.Past past = view.past();
    json.put("name", view.name().value()).put("queue", view.queue().value());
    timing(json, view.schedule().timing());
    json.put("overlap", word(view.schedule().overlap()))
        .put("catchUp", word(view.schedule().catchUp()))
        .put("task", task -> task(task, view.task()))
        .put("description", view.schedule().timing().description())
        .put("error", view.error())
        .put("paused", view.paused())
        .put("nextFireAt", view.nextFireAt())
        .put("lastFireAt", past.lastFireAt())
        .put("lastTaskId", past.lastTask() == null ? null : past.lastTask().value())
        .put("fired", past.fired())
        .put("skipped", past.skipped())
        .put("buffered", past.buffered());
  }

  private static void timing(JsonObject json, Timing timing) {
    if (timing instanceof Timing.ByCron by) {
      json.put("cron", by.cron().text())
          .put("dialect", by.cron().dialect().word())
          .put("timeZone", by.zone().getId())
          .put("dstGap", word(by.gap()));
    } else if (timing instanceof Timing.Every every) {
      json.put("every", WireDuration.format(every.period()));
    }
  }

  /** As it can be put again. */
  private static void task(JsonObject json, TaskTemplate task) {
    TaskOptions options = task.options();
    json.put("type", task.type());
    if (task.payload().length > 0) {
      json.putStored("payload", task.payload());
    }
    json.put("timeout", duration(options.timeout()))
        .put("expiresIn", duration(options.expiresIn()))
        .put("retention", duration(options.retention()))
        .put("priority", options.priority())
        .put("group", options.group())
        .put("cost", options.cost());
    RetryPolicy retry = options.retry();
    if (retry != null) {
      json.put("retry", of -> retry(of, retry));
    }
    if (!options.headers().isEmpty()) {
      json.put("headers", of -> options.headers().forEach((name, value) -> of.put(name, value)));
    }
    if (!options.tags().isEmpty()) {
      json.putStrings("tags", options.tags());
    }
  }

  private static void retry(JsonObject json, RetryPolicy retry) {
    json.put("maxAttempts", retry.maxAttempts())
        .put("backoff", word(retry.backoff()))
        .put("initial", duration(retry.initial()))
        .put("max", duration(retry.max()))
        .put("jitter", retry.jitter())
        .put("total", duration(retry.total()));
  }

  private static @Nullable String duration(@Nullable Duration duration) {
    return duration == null ? null : WireDuration.format(duration);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private ScheduleJson() {}
}
