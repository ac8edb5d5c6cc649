package io.sluice.task;

import java.time.Duration;

/**
 * A queue as it stood when somebody looked; read in O(1).
 *
 * @param counts tasks that are there now
 * @param totals the ledger since the queue began
 * @param oldestReadyAge how long ago the task that is next in line was created; zero when none is
 * @param workers sessions that are alive
 */
public record QueueView(
    QueueName queue,
    boolean paused,
    Counts counts,
    Totals totals,
    Duration oldestReadyAge,
    long workers) {

  /** Tasks per state; finished ones only inside their retention. */
  public record Counts(
      long scheduled,
      long ready,
      long running,
      long retrying,
      long dead,
      long succeeded,
      long cancelled,
      long expired) {}

  /** What was counted since the queue began; never goes down. */
  public record Totals(
      long accepted,
      long succeeded,
      long retried,
      long reaped,
      long released,
      long dead,
      long cancelled,
      long expired,
      long purged) {}
}
