package io.sluice.memory;

import io.sluice.task.TaskId;
import org.jspecify.annotations.Nullable;

/** How far the walk over what runs is: which pass it is in, and behind which task. */
final class Walker {
  private long pass;
  private @Nullable TaskId behind;

  /** The pass after which all is seen that ran under a session that is fenced now. */
  long neededFromNow() {
    return behind == null ? pass + 1 : pass + 2;
  }

  @Nullable TaskId behind() {
    return behind;
  }

  void goOnBehind(TaskId id) {
    behind = id;
  }

  /** The number of the pass that is over. */
  long end() {
    behind = null;
    return ++pass;
  }
}
