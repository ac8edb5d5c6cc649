package io.sluice.task.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a queue, or in all of a namespace, step by step. It is recorded about once a
 * second, so that what happens around the end of a step may be counted in the next one.
 *
 * @param from when the first step began, by the clock of Redis
 * @param points oldest first; the last step still goes on
 */
public record History(HistoryStep step, Instant from, List<Point> points) {
  /**
   * One step.
   *
   * @param enqueued tasks that were accepted
   * @param succeeded tasks that succeeded
   * @param retried attempts that failed and are followed by another
   * @param dead tasks that died
   * @param backlog how many tasks were ready at its end; null when that is not known
   * @param running how many tasks ran at its end; null when that is not known
   * @param waits from the creation of tasks until their first claim, any delay included
   * @param runs from a claim until its outcome was recorded
   */
  public record Point(
      long enqueued,
      long succeeded,
      long retried,
      long dead,
      @Nullable Long backlog,
      @Nullable Long running,
      Latency waits,
      Latency runs) {
    /** Attempts that failed. */
    public long failed() {
      return retried + dead;
    }
  }

  /**
   * How long something took, each within an eighth.
   *
   * @param count how often it was measured; when never, the others are null
   * @param p50 half of them took no longer
   */
  public record Latency(
      long count, @Nullable Duration p50, @Nullable Duration p95, @Nullable Duration p99) {
    /** Nothing was measured. */
    public static final Latency NONE = new Latency(0, null, null, null);
  }
}
