package io.sluice.event;

import io.sluice.task.QueueName;
import org.jspecify.annotations.Nullable;

/** What one who follows whole queues is told, see {@link io.sluice.Sluice#follow}. */
public sealed interface News {
  /** From here on nothing is missed in the queues of the beginning without a {@link Gap}. */
  record Begun() implements News {}

  /** Something happened to a task. */
  record Happened(TaskEvent event) implements News {}

  /**
   * Some events may have been missed here.
   *
   * @param queue of which; null for any
   */
  record Gap(Cause cause, @Nullable QueueName queue) implements News {}

  /** Why events may have been missed. */
  enum Cause {
    /** They were not taken in time, and others came. */
    SLOW,
    /** Redis was away. */
    RECONNECTED,
    /** The queue was found only now, and may have lived before. */
    FOUND
  }
}
