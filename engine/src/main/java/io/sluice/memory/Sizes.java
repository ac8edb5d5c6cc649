package io.sluice.memory;

import io.sluice.store.StoredTask;
import io.sluice.task.TaskId;
import java.util.List;

/** How many bytes a lookup of tasks brings: their payloads and results. */
final class Sizes {
  private final MemoryQueue queue;

  Sizes(MemoryQueue queue) {
    this.queue = queue;
  }

  /** How many of these fit, from the first on; one always does. */
  int fitting(List<TaskId> ids, long bytes) {
    long used = 0;
    for (int i = 0; i < ids.size(); i++) {
      used += of(ids.get(i));
      if (used > bytes && i > 0) {
        return i;
      }
    }
    return ids.size();
  }

  long of(List<TaskId> ids) {
    return ids.stream().mapToLong(this::of).sum();
  }

  private long of(TaskId id) {
    StoredTask task = queue.tasks.get(id);
    Ending ending = queue.results.get(id);
    byte[] result = ending == null ? null : ending.result();
    long payload = task == null ? 0 : task.payload().length;
    return payload + (result == null ? 0 : result.length);
  }
}
