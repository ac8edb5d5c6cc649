package io.sluice.load.scenario;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.TaskLog;
import java.util.function.LongSupplier;

/**
 * How far a pass has come that sends as fast as its tasks are taken: all that is sent is due, and
 * no task is timed.
 */
record Untimed(LongSupplier ended, SendBook sends, TaskLog log, Latencies latencies)
    implements Progress {
  Untimed(LongSupplier ended, SendBook sends, TaskLog log) {
    this(ended, sends, log, new Latencies());
  }

  @Override
  public long offered() {
    return sends.made();
  }

  @Override
  public long sent() {
    return sends.made();
  }

  @Override
  public long acknowledged() {
    return log.acknowledgedCount();
  }

  @Override
  public long completed() {
    return ended.getAsLong();
  }
}
