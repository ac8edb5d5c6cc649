package io.sluice.task.view;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.List;

/**
 * What a repair of a queue did.
 *
 * @param walked entries that were looked at
 * @param putBack tasks that were in no place and are ready now
 * @param tidied tasks that had too many places, or too few beside the one they keep
 * @param lost tasks that had a place but nothing to run; dropped
 * @param ids of the first that were changed
 * @param more whether there was more to mend than one repair takes on: repair again
 * @param ledger as it was left
 */
public record Repaired(
    QueueName queue,
    long walked,
    long putBack,
    long tidied,
    long lost,
    List<TaskId> ids,
    boolean more,
    Ledger ledger) {
  /** Ids are given of so many. */
  public static final int MAX_IDS = 20;

  /** How many tasks were changed. */
  public long changed() {
    return putBack + tidied + lost;
  }
}
