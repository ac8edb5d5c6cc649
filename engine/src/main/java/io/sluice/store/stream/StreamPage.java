package io.sluice.store.stream;

import java.util.List;

/**
 * A part of the stream of a task, as one look saw it.
 *
 * @param task where the task is
 * @param run of which the items are; 0 when no stream stands
 * @param first number of the first item of this part
 * @param hasMore whether the run has more items by now
 */
public record StreamPage(Task task, long run, long first, boolean hasMore, List<byte[]> items) {
  /** Where the task of a stream is. */
  public enum Task {
    /** The task waits or runs. */
    OPEN,
    /** The task has ended. */
    ENDED,
    /** The task is not known, and it is not known how it has ended. */
    UNKNOWN
  }
}
