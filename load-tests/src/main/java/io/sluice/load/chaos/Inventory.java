package io.sluice.load.chaos;

import io.sluice.Sluice;
import io.sluice.Tasks;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All tasks that a queue keeps, by the numbers that they carry: so also those are found whose ids
 * nobody was told, and those that should not be there.
 */
final class Inventory {
  private static final Duration STALL = Duration.ofMinutes(1);

  private final @Nullable String[] ids;
  private final Fates fates;

  /**
   * @param tasks their numbers go from zero to one less than this
   */
  Inventory(int tasks) {
    ids = new String[tasks];
    fates = new Fates(tasks);
    for (int task = 0; task < tasks; task++) {
      fates.absent(task);
    }
  }

  /** Of a queue at rest. */
  static Inventory of(Sluice sluice, String queue, int tasks) {
    Inventory inventory = new Inventory(tasks);
    Flux.fromArray(TaskState.values())
        .concatMap(state -> all(sluice.tasks(), queue, state))
        .doOnNext(inventory::found)
        .timeout(STALL)
        .blockLast();
    return inventory;
  }

  Fates fates() {
    return fates;
  }

  /** The id of the first task that was found with this number. */
  @Nullable String id(int task) {
    return ids[task];
  }

  private static Flux<TaskView> all(Tasks tasks, String queue, TaskState state) {
    return page(tasks, queue, state, null)
        .expand(
            page -> page.cursor() == null ? Mono.empty() : page(tasks, queue, state, page.cursor()))
        .concatMapIterable(TaskPage::tasks);
  }

  private static Mono<TaskPage> page(
      Tasks tasks, String queue, TaskState state, @Nullable String cursor) {
    return tasks.list(queue, state, cursor, Tasks.MAX_PAGE);
  }

  /** One with a number of no task of the run is missed on the books. */
  void found(TaskView view) {
    int task = Parcel.number(view.payload());
    if (task < 0 || task >= ids.length) {
      return;
    }
    String id = view.id().value();
    if (ids[task] == null) {
      ids[task] = id;
      fates.found(task, view);
    } else if (!id.equals(ids[task])) {
      fates.foundAnother(task);
    }
  }
}
