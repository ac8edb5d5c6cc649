package io.sluice.load.report;

import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Moment;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A timeline as columns of equal length: what plots take. */
final class TimelineFields {
  private static final double SHOWN = 1e3;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final List<Moment> moments;

  private TimelineFields(List<Moment> moments) {
    this.moments = moments;
  }

  static Map<String, Object> of(Timeline timeline) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("intervalSeconds", timeline.every().toMillis() / MILLIS_PER_SECOND);
    new TimelineFields(timeline.moments()).columnsInto(fields);
    return fields;
  }

  private void columnsInto(Map<String, Object> fields) {
    fields.put("seconds", column(moment -> rounded(moment.endSeconds())));
    fields.put("offeredPerSecond", column(moment -> rounded(moment.rates().offeredPerSecond())));
    fields.put("sentPerSecond", column(moment -> rounded(moment.rates().sentPerSecond())));
    fields.put(
        "achievedPerSecond", column(moment -> rounded(moment.rates().acknowledgedPerSecond())));
    fields.put(
        "completedPerSecond", column(moment -> rounded(moment.rates().completedPerSecond())));
    fields.put("backlog", column(Moment::backlog));
    fields.put("redisCpuPercent", ofRedis(redis -> rounded(redis.cpuPercent())));
    fields.put("redisMemoryBytes", ofRedis(Moment.Redis::memoryBytes));
    fields.put("jvmCpuPercent", column(moment -> rounded(moment.jvm().cpuPercent())));
    fields.put("jvmHeapBytes", column(moment -> moment.jvm().heapBytes()));
    fields.put("jvmRssBytes", column(moment -> moment.jvm().rssBytes()));
    fields.put("gcPauseMs", column(moment -> rounded(moment.jvm().gcPauseMillis())));
    fields.put("latencyMs", latency());
  }

  private Map<String, Object> latency() {
    Set<Stage> seen = new TreeSet<>();
    moments.forEach(moment -> seen.addAll(moment.latency().keySet()));
    Map<String, Object> latency = new LinkedHashMap<>();
    seen.forEach(stage -> latency.put(stage.wireName(), latency(stage)));
    return latency;
  }

  private Map<String, Object> latency(Stage stage) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("p50", ofStage(stage, LatencySummary::p50));
    columns.put("p99", ofStage(stage, LatencySummary::p99));
    columns.put("p999", ofStage(stage, LatencySummary::p999));
    columns.put("max", ofStage(stage, LatencySummary::max));
    return columns;
  }

  private List<@Nullable Object> ofStage(Stage stage, Function<LatencySummary, Double> value) {
    return column(
        moment -> {
          LatencySummary seen = moment.latency().get(stage);
          return seen == null ? null : value.apply(seen);
        });
  }

  private List<@Nullable Object> ofRedis(Function<Moment.Redis, Object> value) {
    return column(
        moment -> {
          Moment.Redis seen = moment.redis();
          return seen == null ? null : value.apply(seen);
        });
  }

  private List<@Nullable Object> column(Function<Moment, @Nullable Object> value) {
    List<@Nullable Object> column = new ArrayList<>(moments.size());
    moments.forEach(moment -> column.add(value.apply(moment)));
    return column;
  }

  private static double rounded(double value) {
    return Math.round(value * SHOWN) / SHOWN;
  }
}
