package io.sluice.load.measure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Recorder;

/** One recorder per stage. Thread-safe. */
public final class Latencies {
  /** Longer ones are recorded as this. */
  private static final long LONGEST = Duration.ofHours(1).toNanos();

  private static final int DIGITS = 3;

  private final Map<Stage, Recorder> recorders = new EnumMap<>(Stage.class);

  public Latencies() {
    for (Stage stage : Stage.values()) {
      recorders.put(stage, new Recorder(LONGEST, DIGITS));
    }
  }

  /** Notes one task's time in a stage. */
  public void record(Stage stage, long nanos) {
    Objects.requireNonNull(recorders.get(stage)).recordValue(Math.min(LONGEST, Math.max(0, nanos)));
  }

  /** Takes what was recorded, of the stages that have any. Ends the recording. */
  public Map<Stage, LatencySummary> summarize() {
    Map<Stage, LatencySummary> summaries = new EnumMap<>(Stage.class);
    recorders.forEach(
        (stage, recorder) -> {
          LatencySummary summary = LatencySummary.of(recorder.getIntervalHistogram());
          if (summary.count() > 0) {
            summaries.put(stage, summary);
          }
        });
    return summaries;
  }
}
