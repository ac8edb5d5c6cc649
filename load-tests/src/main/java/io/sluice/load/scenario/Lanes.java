package io.sluice.load.scenario;

import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskOptions;

/**
 * The priorities and groups of a backlog.
 *
 * @param groups the tasks have these many groups in turn; 0 for none
 * @param priorities whether they have all priorities in turn
 */
public record Lanes(int groups, boolean priorities) {
  /** Plain tasks. */
  public static final Lanes NONE = new Lanes(0, false);

  private static final int MOST_GROUPS = 1_000_000;

  public Lanes {
    if (groups < 0 || groups > MOST_GROUPS) {
      throw new IllegalArgumentException(
          "--groups must be at most " + MOST_GROUPS + ", is " + groups);
    }
  }

  NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    NewTask<byte[], byte[]> grouped = groups == 0 ? plain : plain.group("g" + sequence % groups);
    int inGroup = sequence / Math.max(1, groups);
    return priorities ? grouped.priority(inGroup % (TaskOptions.MAX_PRIORITY + 1)) : grouped;
  }
}
