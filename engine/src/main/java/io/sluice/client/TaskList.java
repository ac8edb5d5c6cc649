package io.sluice.client;

import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.store.IdPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskFilter;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The tasks of a queue that are in one state and match a filter, a page at a time. */
public final class TaskList {
  /** The most calls that one page with a filter makes; what they do not find is for the next. */
  private static final int MAX_PARTS = 20;

  private final TaskStore store;
  private final QueueName queue;
  private final TaskState state;
  private final TaskFilter filter;

  public TaskList(TaskStore store, QueueName queue, TaskState state, TaskFilter filter) {
    this.store = store;
    this.queue = queue;
    this.state = state;
    this.filter = filter;
  }

  /**
   * A page that is being filled.
   *
   * @param room how many more tasks the page takes
   * @param parts how many parts the page is made of
   */
  private record Filling(
      List<TaskView> tasks, @Nullable String cursor, int room, int parts, boolean filtered) {
    boolean isOver() {
      return !filtered || cursor == null || room == 0 || parts == MAX_PARTS;
    }

    Filling with(Filling next) {
      List<TaskView> all = new ArrayList<>(tasks);
      all.addAll(next.tasks);
      return new Filling(all, next.cursor, next.room, parts + 1, filtered);
    }
  }

  /**
   * The page after this cursor; cold.
   *
   * @param cursor of the page before; null for the first
   */
  public Mono<TaskPage> page(@Nullable String cursor, int limit) {
    return part(cursor, limit)
        .expand(
            page -> page.isOver() ? Mono.empty() : part(page.cursor(), page.room()).map(page::with))
        .last()
        .map(page -> new TaskPage(page.tasks(), page.cursor()));
  }

  private Mono<Filling> part(@Nullable String cursor, int room) {
    return store
        .admin()
        .list(queue, state, cursor == null ? IdPage.NONE : cursor, room, group())
        .flatMap(this::looked)
        .map(
            page -> {
              List<TaskView> wanted = page.tasks().stream().filter(filter::takes).toList();
              // Those that come in no order come in parts of any size.
              int left = Math.max(0, room - wanted.size());
              return new Filling(wanted, page.cursor(), left, 1, !filter.equals(TaskFilter.ANY));
            });
  }

  private String group() {
    return filter.group() == null ? "" : filter.group();
  }

  /** What left the state meanwhile is not shown. */
  private Mono<TaskPage> looked(IdPage page) {
    String next = page.cursor().isEmpty() ? null : page.cursor();
    return page.ids().isEmpty()
        ? Mono.just(new TaskPage(List.of(), next))
        : Lookups.all(page.ids(), ids -> store.find(queue, ids))
            .map(found -> new TaskPage(stillThere(found), next));
  }

  private List<TaskView> stillThere(List<Optional<TaskView>> found) {
    return found.stream().flatMap(Optional::stream).filter(task -> task.state() == state).toList();
  }
}
