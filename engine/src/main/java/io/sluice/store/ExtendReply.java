package io.sluice.store;

import io.sluice.task.TaskId;
import io.sluice.task.view.WorkerView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to an extend. */
public sealed interface ExtendReply {
  /** Where the cancels start, and what the last part of them carries. */
  String END = "0";

  /**
   * The session lives on.
   *
   * @param cursor where to go on, {@link #END} when these were the last
   * @param asked what was asked of its worker last; null for nothing
   * @param cancels running tasks of it that somebody asked to cancel, a part of them
   */
  record Alive(String cursor, WorkerView.@Nullable Asked asked, List<TaskId> cancels)
      implements ExtendReply {
    /** Whether its worker is to claim nothing more. */
    public boolean isQuiet() {
      return asked == WorkerView.Asked.QUIET || asked == WorkerView.Asked.STOP;
    }
  }

  /** The session was fenced; open another. */
  record Gone() implements ExtendReply {}
}
