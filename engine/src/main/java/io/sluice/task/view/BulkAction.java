package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An act on many tasks of a queue, done in chunks by whichever engine cares for the queue.
 *
 * @param id names it, and the queue
 * @param matched tasks that it is about; with a filter those that were found so far
 * @param processed tasks that are done
 * @param failed tasks that were refused and stay as they are: dead ones whose unique key another
 *     task holds
 * @param waitingFor the one that was begun before it and is done first; null when none is, or it is
 *     over itself
 */
public record BulkAction(
    String id,
    QueueName queue,
    Kind kind,
    Progress progress,
    long matched,
    long processed,
    long failed,
    Instant startedAt,
    @Nullable String waitingFor) {

  /** What is done to each task. */
  public enum Kind {
    REDRIVE,
    PURGE
  }

  /** How far it is. */
  public enum Progress {
    RUNNING,
    DONE,
    ABORTED
  }
}
