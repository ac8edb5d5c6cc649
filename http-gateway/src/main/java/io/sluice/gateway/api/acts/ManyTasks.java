package io.sluice.gateway.api.acts;

import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tasks something is to be done to. */
sealed interface ManyTasks {
  ManyAct action();

  /** These, each once. */
  record Named(ManyAct action, List<TaskId> ids) implements ManyTasks {}

  /**
   * The next ones that are in a state and match.
   *
   * @param dryRun only tells which ones these are
   * @param limit the most of them
   * @param cursor of the request before, as the caller has it; null for the first
   */
  record Matching(
      ManyAct action,
      TaskState state,
      TaskFilter filter,
      boolean dryRun,
      int limit,
      @Nullable String cursor)
      implements ManyTasks {
    /** Names the list that the cursor is of. */
    String list(String queue) {
      return queue + "/act/" + state.wireName() + "/" + filter;
    }
  }
}
