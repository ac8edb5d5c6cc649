package io.sluice.client;

import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.store.IdPage;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskFilter;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The tasks of a queue that are in one state and match a filter, a page at a time. */
public final class TaskList {
  public static final int MAX_LIMIT = 200;

  /** The most calls that one page with a filter makes; what they do not find is for the next. */
  private static final int MAX_PARTS = 20;

  private static final String FROM_THE_FIRST = "0:";

  private final TaskStore store;
  private final List<QueueName> partitions;
  private final TaskState state;
  private final TaskFilter filter;
  private final TaskPage.Order order;

  /**
   * @param partitions of the queue, which are listed one after the other; one if it is not divided
   */
  public TaskList(
      TaskStore store,
      List<QueueName> partitions,
      TaskState state,
      TaskFilter filter,
      TaskPage.Order order) {
    this.store = store;
    this.partitions = partitions;
    this.state = state;
    this.filter = filter;
    this.order = order;
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

    Filling of(@Nullable String next) {
      return new Filling(tasks, next, room, parts, filtered);
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
   * @param limit 1 to {@link #MAX_LIMIT}
   */
  public Mono<TaskPage> page(@Nullable String cursor, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidTaskException(
          "/limit", "limit must be between 1 and " + MAX_LIMIT + ", is " + limit);
    }
    return part(cursor, limit)
        .expand(
            page -> page.isOver() ? Mono.empty() : part(page.cursor(), page.room()).map(page::with))
        .last()
        .map(page -> new TaskPage(page.tasks(), page.cursor()));
  }

  /** A cursor of a divided queue is {@code partition:cursor}; of another that of its only part. */
  private Mono<Filling> part(@Nullable String cursor, int room) {
    if (partitions.size() == 1) {
      return part(partitions.get(0), cursor, room);
    }
    String from = cursor == null ? FROM_THE_FIRST : cursor;
    int colon = Math.max(0, from.indexOf(':'));
    int number = number(from.substring(0, colon));
    String within = colon == from.length() - 1 ? null : from.substring(colon + 1);
    return part(partitions.get(number), within, room).map(part -> part.of(next(number, part)));
  }

  private @Nullable String next(int number, Filling part) {
    if (part.cursor() != null) {
      return number + ":" + part.cursor();
    }
    return number + 1 == partitions.size() ? null : number + 1 + ":";
  }

  private int number(String text) {
    if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) >= partitions.size()) {
      throw new InvalidTaskException("/cursor", "cursor must be that of a page before");
    }
    return Integer.parseInt(text);
  }

  private Mono<Filling> part(QueueName queue, @Nullable String cursor, int room) {
    return store
        .admin()
        .list(queue, state, cursor == null ? IdPage.NONE : cursor, room, group(), order)
        .flatMap(page -> looked(queue, page))
        .map(
            page -> {
              List<TaskView> wanted = wanted(page);
              // Those that come in no order come in parts of any size.
              int left = Math.max(0, room - wanted.size());
              return new Filling(wanted, page.cursor(), left, 1, goesOn());
            });
  }

  private List<TaskView> wanted(TaskPage page) {
    Instant now = store.now();
    return page.tasks().stream().filter(task -> filter.takes(task, now)).toList();
  }

  /** Whether a page is made of several calls. */
  private boolean goesOn() {
    return partitions.size() > 1 || !filter.equals(TaskFilter.ANY);
  }

  private String group() {
    return filter.group() == null ? "" : filter.group();
  }

  /** What left the state meanwhile is not shown. */
  private Mono<TaskPage> looked(QueueName queue, IdPage page) {
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
