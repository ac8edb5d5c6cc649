package io.sluice.memory;

import io.sluice.store.HeldPage;
import io.sluice.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * A part of what a map holds. What is in it from the first part to the last is in one of them.
 *
 * @param next where to go on; {@link HeldPage#END} when this was the last part
 */
record Page(Map<TaskId, String> tokens, String next) {
  /** Before the id of the last that was shown, so that no id is taken for the end. */
  private static final String BEHIND = ">";

  static Page of(NavigableMap<TaskId, String> all, String cursor, int limit) {
    NavigableMap<TaskId, String> rest =
        cursor.startsWith(BEHIND)
            ? all.tailMap(TaskId.stored(cursor.substring(BEHIND.length())), false)
            : all;
    Map<TaskId, String> shown = new LinkedHashMap<>();
    String next = HeldPage.END;
    for (Map.Entry<TaskId, String> entry : rest.entrySet()) {
      if (shown.size() == limit) {
        return new Page(shown, next);
      }
      shown.put(entry.getKey(), entry.getValue());
      next = BEHIND + entry.getKey();
    }
    return new Page(shown, HeldPage.END);
  }
}
