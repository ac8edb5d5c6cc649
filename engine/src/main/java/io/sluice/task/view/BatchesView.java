package io.sluice.task.view;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.util.List;

/**
 * How the batches of a queue are, and what is not as it should be.
 *
 * @param queue their home
 * @param open batches that have not ended
 * @param unjoined follow-ups that their batch took no more; they were enqueued as tasks of no batch
 * @param unjoinedStopped follow-ups that were not enqueued, since their batch was cancelled
 * @param unknownReports counts of other queues that came for batches that are not there
 * @param silent queues with members that a batch waits for and has not heard of for {@link #SILENT}
 * @param deadCallbacks callbacks in this queue that are dead
 */
public record BatchesView(
    QueueName queue,
    long open,
    long unjoined,
    long unjoinedStopped,
    long unknownReports,
    List<SilentPart> silent,
    List<DeadCallback> deadCallbacks) {
  /** Entries of batches that one look reads, about. */
  public static final int MOST_LOOKED = 1_000;

  /** A queue that does not answer for so long is told of: it is asked after a minute. */
  public static final Duration SILENT = Duration.ofMinutes(10);

  /**
   * A queue that has members of a batch and does not say how they are.
   *
   * @param since how long ago it said something
   */
  public record SilentPart(BatchId batch, QueueName queue, Duration since) {}

  /** A task that was enqueued for a batch, and is dead. */
  public record DeadCallback(BatchId batch, TaskId task) {}

  public BatchesView {
    silent = List.copyOf(silent);
    deadCallbacks = List.copyOf(deadCallbacks);
  }
}
