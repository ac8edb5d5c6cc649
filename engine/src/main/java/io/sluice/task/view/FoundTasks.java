package io.sluice.task.view;

import java.util.List;

/**
 * What was found of tasks that were asked for by their ids.
 *
 * @param tasks those that there are, in the order in which they were asked for
 * @param left ids that were not looked at, since the tasks before them carry as much as one answer
 *     may; to be asked for again
 */
public record FoundTasks(List<TaskView> tasks, List<String> left) {
  public FoundTasks {
    tasks = List.copyOf(tasks);
    left = List.copyOf(left);
  }
}
