package io.sluice.memory;

import io.sluice.store.ErrorPage;
import io.sluice.store.IdPage;
import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.util.ArrayList;
import java.util.List;

/** Shows why tasks failed last, a part at a time. */
final class Erring {
  private final MemoryQueue queue;

  Erring(MemoryQueue queue) {
    this.queue = queue;
  }

  ErrorPage errors(TaskState state, String cursor, int limit) {
    IdPage page = new Listing(queue, Integer.MAX_VALUE).list(state, cursor, limit);
    List<ErrorPage.Failed> failed = new ArrayList<>();
    for (TaskId id : page.ids()) {
      List<Failure> history = queue.attemptsOf(id).history();
      if (!history.isEmpty()) {
        failed.add(new ErrorPage.Failed(id, history.get(0)));
      }
    }
    return new ErrorPage(failed, page.ids().size(), page.cursor());
  }
}
