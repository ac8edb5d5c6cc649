package io.sluice.gateway.demo;

import io.sluice.task.view.Ledger;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a measured run of the demo found.
 *
 * @param tasks how many were enqueued; every one was confirmed
 * @param enqueueTime from the first request to the last answer
 * @param totalTime from the first request until the last task had succeeded
 * @param enqueueMicros the latency of an enqueue over HTTP, retries included
 * @param endToEndMillis from created to finished, by the clock of Redis, of sampled tasks
 * @param ledger what the audit found at the end
 */
public record DemoResult(
    long tasks,
    Duration enqueueTime,
    Duration totalTime,
    Histogram enqueueMicros,
    Histogram endToEndMillis,
    Ledger ledger) {

  /** Every task was accepted once and succeeded once. */
  public boolean complete() {
    return !lostOrDoubled() && ledger.totals().succeeded() == tasks && ledger.unfinished() == 0;
  }

  /** The ledger does not account for every task that was confirmed, or for more than those. */
  public boolean lostOrDoubled() {
    return !ledger.balanced()
        || ledger.totals().accepted() != tasks
        || ledger.totals().succeeded() > tasks;
  }

  public double enqueuedPerSecond() {
    return tasks / seconds(enqueueTime);
  }

  public double completedPerSecond() {
    return tasks / seconds(totalTime);
  }

  private static double seconds(Duration time) {
    return Math.max(1, time.toNanos()) / 1e9;
  }
}
