package io.sluice.load.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The times of one stage: an interval that runs, the one that ended last, and all together. What is
 * taken from the recorder is added to both, so nothing is counted twice or not at all. Anyone may
 * record; the rest is for one caller at a time.
 */
final class StageTimes {
  private static final int DIGITS = 3;

  private final Recorder recorder;
  private final Histogram total = new Histogram(DIGITS);
  private Histogram running = new Histogram(DIGITS);
  private Histogram last = new Histogram(DIGITS);

  /** Given back to the recorder each time, so that looking makes no garbage. */
  private @Nullable Histogram taken;

  StageTimes(long longest) {
    recorder = new Recorder(longest, DIGITS);
  }

  void record(long nanos) {
    recorder.recordValue(nanos);
  }

  void collect() {
    Histogram fresh = recorder.getIntervalHistogram(taken);
    taken = fresh;
    if (fresh.getTotalCount() > 0) {
      running.add(fresh);
      total.add(fresh);
    }
  }

  void endInterval() {
    collect();
    Histogram ended = running;
    running = last;
    running.reset();
    last = ended;
  }

  void extendInterval() {
    collect();
    last.add(running);
    running.reset();
  }

  Histogram lastInterval() {
    return last;
  }

  Histogram total() {
    return total;
  }
}
