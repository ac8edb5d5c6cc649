package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it stood when somebody looked; read in O(1).
 *
 * @param counts tasks that are there now
 * @param totals the ledger since the queue began
 * @param settings what was set for this queue
 * @param pause why and until when nothing is given out; null when it is not paused
 * @param rates how fast the ledger moves
 * @param oldestReadyAge how long ago the task that is next in line became ready; zero when none is
 * @param workers sessions that are alive
 * @param openBatches batches that were opened here and have not ended
 * @param partitions how many it is divided into; 1 when it is not
 */
public record QueueView(
    QueueName queue,
    @Nullable Pause pause,
    QueueSettings settings,
    Counts counts,
    Totals totals,
    Rates rates,
    Duration oldestReadyAge,
    long workers,
    long openBatches,
    int partitions) {

  public boolean paused() {
    return pause != null;
  }

  /**
   * A queue that gives nothing out.
   *
   * @param reason may be empty
   * @param until when it resumes by itself, or null
   */
  public record Pause(String reason, @Nullable Instant until) {}

  /** A second, over the last 10 to 20 seconds; 0 before there is something to compare with. */
  public record Rates(
      double accepted, double succeeded, double retried, double dead, double ended) {
    public static final Rates NONE = new Rates(0, 0, 0, 0, 0);
  }

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
      long snoozed,
      long dead,
      long cancelled,
      long expired,
      long purged,
      long redriven) {

    /** Of a queue where nothing was redriven. */
    public Totals(
        long accepted,
        long succeeded,
        long retried,
        long reaped,
        long released,
        long snoozed,
        long dead,
        long cancelled,
        long expired,
        long purged) {
      this(
          accepted, succeeded, retried, reaped, released, snoozed, dead, cancelled, expired, purged,
          0);
    }
  }
}
