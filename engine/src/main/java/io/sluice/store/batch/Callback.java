package io.sluice.store.batch;

import io.sluice.store.EnqueueItem;
import io.sluice.task.QueueName;
import java.util.Locale;

/**
 * A task that is enqueued once on behalf of a batch.
 *
 * @param queue where it goes
 */
public record Callback(When when, QueueName queue, EnqueueItem item) {
  /** What it is enqueued at. */
  public enum When {
    /** All members have ended. */
    COMPLETE,
    /** All members have succeeded. */
    SUCCESS,
    /** The first member is dead. */
    DEATH;

    /** In lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
