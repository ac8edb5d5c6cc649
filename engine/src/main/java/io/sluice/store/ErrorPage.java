package io.sluice.store;

import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import java.util.List;

/**
 * Why a part of the tasks of a state failed last.
 *
 * @param failed those that are known to have failed; of a trace no more than its first line is sure
 *     to be there
 * @param looked how many tasks were looked at
 * @param cursor where to go on; empty when these were the last
 */
public record ErrorPage(List<Failed> failed, int looked, String cursor) {
  /**
   * A task and its newest failure.
   *
   * @param type of the task; empty where it was not asked for
   */
  public record Failed(TaskId id, String type, Failure failure) {}
}
