package io.sluice.load.report.compare;

import io.sluice.load.measure.Stage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The runs on one side of a comparison as if they were one: histograms added value by value, rates
 * and costs weighted by the tasks behind them. Never the mean of percentiles.
 */
final class Side {
  private static final String ACCEPTED = "/ledger/accepted";

  private final List<StoredRun> runs;
  private final Map<Stage, Histogram> times = new EnumMap<>(Stage.class);

  private Side(List<StoredRun> runs) {
    this.runs = runs;
    runs.forEach(run -> run.times().forEach(this::add));
  }

  static Side read(List<Path> files) {
    return new Side(files.stream().map(StoredRun::read).toList());
  }

  private void add(Stage stage, Histogram more) {
    times.merge(
        stage,
        more.copy(),
        (sum, next) -> {
          sum.add(next);
          return sum;
        });
  }

  List<StoredRun> runs() {
    return runs;
  }

  @Nullable Histogram times(Stage stage) {
    return times.get(stage);
  }

  /**
   * All tasks over all the time that they took, so that a slow run counts for as long as it was.
   */
  double rate(String path) {
    double tasks = 0;
    double seconds = 0;
    for (StoredRun run : runs) {
      tasks += run.number(ACCEPTED);
      seconds += run.number(ACCEPTED) / run.number(path);
    }
    return tasks == 0 ? 0 : tasks / seconds;
  }

  /** The mean over all tasks; null when a run has no such figure. */
  @Nullable Double weighted(String path) {
    double tasks = 0;
    double sum = 0;
    for (StoredRun run : runs) {
      Double each = run.numberIfAny(path);
      if (each == null) {
        return null;
      }
      tasks += run.number(ACCEPTED);
      sum += each * run.number(ACCEPTED);
    }
    return tasks == 0 ? null : Double.valueOf(sum / tasks);
  }
}
