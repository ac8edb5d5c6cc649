package io.sluice.load.measure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The times of a pass by stage. Recording is thread-safe and waits for nobody, whoever looks
 * meanwhile. An interval belongs to one looker; totals lose nothing by it.
 */
public final class Latencies {
  /** Longer ones are recorded as this. */
  private static final long LONGEST = Duration.ofHours(1).toNanos();

  private final Map<Stage, StageTimes> stages = new EnumMap<>(Stage.class);

  public Latencies() {
    for (Stage stage : Stage.values()) {
      stages.put(stage, new StageTimes(LONGEST));
    }
  }

  /** Notes one task's time in a stage. */
  public void record(Stage stage, long nanos) {
    Objects.requireNonNull(stages.get(stage)).record(Math.min(LONGEST, Math.max(0, nanos)));
  }

  /** Ends the interval that runs, and begins the next; gives the stages that have any. */
  public synchronized Map<Stage, LatencySummary> interval() {
    stages.values().forEach(StageTimes::endInterval);
    return nonEmpty(StageTimes::lastInterval, LatencySummary::of);
  }

  /** Makes the interval that ended last end now instead. */
  synchronized Map<Stage, LatencySummary> extendInterval() {
    stages.values().forEach(StageTimes::extendInterval);
    return nonEmpty(StageTimes::lastInterval, LatencySummary::of);
  }

  /** All that was recorded so far, exactly, of the stages that have any; in nanoseconds. */
  public synchronized Map<Stage, Histogram> totals() {
    stages.values().forEach(StageTimes::collect);
    return nonEmpty(StageTimes::total, Histogram::copy);
  }

  /** All of a stage up to the end of the last interval; null when there was nothing. */
  synchronized @Nullable LatencySummary soFar(Stage stage) {
    Histogram total = Objects.requireNonNull(stages.get(stage)).total();
    return total.getTotalCount() == 0 ? null : LatencySummary.of(total);
  }

  private <T> Map<Stage, T> nonEmpty(
      Function<StageTimes, Histogram> part, Function<Histogram, T> shown) {
    Map<Stage, T> all = new EnumMap<>(Stage.class);
    stages.forEach(
        (stage, times) -> {
          Histogram histogram = part.apply(times);
          if (histogram.getTotalCount() > 0) {
            all.put(stage, shown.apply(histogram));
          }
        });
    return all;
  }
}
