package io.sluice;

import io.sluice.client.QueueClients;
import io.sluice.client.TaskActs;
import io.sluice.client.TaskList;
import io.sluice.partition.Partitions;
import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.store.Act;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.FoundTasks;
import io.sluice.task.view.TaskFilter;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at single tasks and acts on them. Everything is cold. */
public final class Tasks {
  private static final String RUN_AT = "/runAt";
  private static final String DELAY = "/delay";

  /** The most tasks that are looked up in one call. */
  public static final int MAX_FOUND = 100;

  /** The most tasks of one page. */
  public static final int MAX_PAGE = TaskList.MAX_LIMIT;

  private final TaskStore store;
  private final QueueClients clients;
  private final Partitions partitions;
  private final TaskActs acts;

  Tasks(TaskStore store, QueueClients clients, Partitions partitions) {
    this.store = store;
    this.partitions = partitions;
    this.acts = new TaskActs(store);
    this.clients = clients;
  }

  /** The task as it is now; errors with {@link io.sluice.task.UnknownTaskException}. */
  public Mono<TaskView> find(String queue, String id) {
    return at(queue, id, (place, task) -> clients.of(place).find(task));
  }

  /**
   * The task as it is now, for one who waits for its end right after, by {@link #await} or {@link
   * #follow}: from now on its end can be found for 10 s, also where its retention is zero.
   */
  public Mono<TaskView> findAwaited(String queue, String id) {
    return at(queue, id, (place, task) -> clients.of(place).findAwaited(task));
  }

  /**
   * The task once it is terminal. Driven by events, and by polling for those that get lost. Who
   * waits when it ends is told how, also where its retention is zero. Bound it with {@code
   * timeout}: a task may never end.
   */
  public Mono<TaskView> await(String queue, String id) {
    return at(queue, id, (place, task) -> clients.of(place).await(task));
  }

  /**
   * The task as it is now, and again whenever it may have changed, until it is terminal. Driven by
   * events, and by polling for those that get lost; so a view may come twice, and states that the
   * task went through between two looks are left out. Its end is told, also where its retention is
   * zero. Errors with {@link io.sluice.task.UnknownTaskException} also when the task is gone
   * meanwhile.
   */
  public Flux<TaskView> follow(String queue, String id) {
    return Flux.defer(
        () -> {
          TaskId task = TaskId.of(id);
          return partitions
              .placeOf(QueueName.of(queue), task)
              .flatMapMany(place -> clients.of(place).follow(task));
        });
  }

  /**
   * Those of these tasks that there are, as they are now, in the order in which they are asked for.
   *
   * @param ids 1 to {@link #MAX_FOUND}
   */
  public Mono<List<TaskView>> find(String queue, List<String> ids) {
    return Mono.defer(
        () -> {
          List<TaskId> wanted = wanted(ids);
          return partitions
              .placesOf(QueueName.of(queue), wanted)
              .concatMap(part -> Lookups.all(part.ids(), rest -> store.find(part.queue(), rest)), 1)
              .flatMapIterable(found -> found)
              .collectList()
              .map(found -> inOrder(wanted, there(found)));
        });
  }

  /**
   * The same in one answer of Redis: tasks that carry more than {@link
   * io.sluice.config.ByteBounds#answer()} are left to be asked for again, but for the first.
   *
   * @param ids 1 to {@link #MAX_FOUND}
   */
  public Mono<FoundTasks> findWhatFits(String queue, List<String> ids) {
    return Mono.defer(
        () -> {
          List<TaskId> wanted = wanted(ids);
          return partitions
              .placesOf(QueueName.of(queue), wanted)
              .next()
              .flatMap(
                  part ->
                      store
                          .find(part.queue(), part.ids())
                          .map(found -> fitting(wanted, part.ids(), found)));
        });
  }

  private static FoundTasks fitting(
      List<TaskId> wanted, List<TaskId> asked, List<Optional<TaskView>> found) {
    Set<TaskId> answered = Set.copyOf(asked.subList(0, found.size()));
    return new FoundTasks(
        there(found),
        wanted.stream().filter(id -> !answered.contains(id)).map(TaskId::value).toList());
  }

  private static List<TaskView> inOrder(List<TaskId> wanted, List<TaskView> found) {
    Map<TaskId, TaskView> byId =
        found.stream().collect(Collectors.toMap(TaskView::id, Function.identity()));
    return wanted.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  private <T> Mono<T> at(String queue, String id, BiFunction<QueueName, TaskId, Mono<T>> call) {
    return Mono.defer(
        () -> {
          TaskId task = TaskId.of(id);
          return partitions
              .placeOf(QueueName.of(queue), task)
              .flatMap(place -> call.apply(place, task));
        });
  }

  private static List<TaskId> wanted(List<String> ids) {
    if (ids.isEmpty() || ids.size() > MAX_FOUND) {
      throw new InvalidTaskException(
          "/ids", "ids must be 1 to " + MAX_FOUND + ", are " + ids.size());
    }
    return ids.stream().map(TaskId::of).distinct().toList();
  }

  private static List<TaskView> there(List<Optional<TaskView>> found) {
    return found.stream().flatMap(Optional::stream).toList();
  }

  /** Stops a task from running; a running one is asked to stop. */
  public Mono<CancelReply> cancel(String queue, String id) {
    return at(queue, id, store::cancel);
  }

  /**
   * Makes a task that waits for its time the next to be taken; one that is ready or runs is left as
   * it is. Like all acts on one task it may be repeated, and errors with {@link
   * io.sluice.task.UnknownTaskException}, and with {@link StateConflictException} when the state of
   * the task does not allow it.
   */
  public Mono<Void> runNow(String queue, String id) {
    return at(queue, id, (place, task) -> acts.on(place, task, Act.RUN_NOW));
  }

  /**
   * Tries a task again: a dead one with all of its attempts before it, one that waits for its next
   * attempt at once; one that is ready or runs is left as it is. Errors with {@link
   * DuplicateTaskException} when another task holds the unique key of a dead one by now; else that
   * one holds its key again, unless the key is held for a time, which counts from the enqueue.
   */
  public Mono<Void> retry(String queue, String id) {
    return at(queue, id, (place, task) -> acts.on(place, task, Act.RETRY));
  }

  /**
   * Gives a scheduled or retrying task another time, by the clock of Redis; one in the past means
   * now. Errors with {@link InvalidTaskException} when the task expires before: it could never
   * begin.
   */
  public Mono<Void> reschedule(String queue, String id, Instant runAt) {
    return Mono.defer(
        () -> {
          if (runAt.isAfter(NewTask.LAST_RUN_AT)) {
            throw new InvalidTaskException(
                RUN_AT, "runAt must be at most " + NewTask.LAST_RUN_AT + ", is " + runAt);
          }
          return at(queue, id, (place, task) -> acts.reschedule(place, task, runAt, RUN_AT));
        });
  }

  /** The same, so long from now on. Zero or less means now. */
  public Mono<Void> reschedule(String queue, String id, Duration delay) {
    return Mono.defer(
        () -> {
          if (delay.compareTo(NewTask.MAX_DELAY) > 0) {
            throw new InvalidTaskException(
                DELAY, "delay must be at most " + NewTask.MAX_DELAY + ", is " + delay);
          }
          Instant runAt = delay.isNegative() ? Instant.EPOCH : store.now().plus(delay);
          return at(queue, id, (place, task) -> acts.reschedule(place, task, runAt, DELAY));
        });
  }

  /**
   * Gives a ready, scheduled or retrying task another priority; its place among the tasks of that
   * priority is by when it was enqueued. Errors with {@link StateConflictException} when it runs or
   * has ended.
   *
   * @param priority 0 to 9, higher first
   */
  public Mono<Void> prioritize(String queue, String id, int priority) {
    return Mono.defer(
        () -> {
          TaskOptions.requirePriority(priority);
          return at(queue, id, (place, task) -> acts.prioritize(place, task, priority));
        });
  }

  /**
   * Why a task waits, as one look at its queue saw it; a task that runs or has ended has no reason.
   * Errors with {@link io.sluice.task.UnknownTaskException}.
   */
  public Mono<Explanation> explain(String queue, String id) {
    return at(
        queue,
        id,
        (place, task) ->
            store
                .lanes()
                .explain(place, task)
                .map(
                    found ->
                        found.orElseThrow(() -> new UnknownTaskException(place.whole(), task))));
  }

  /** Removes a task that does not run, with all that is known of it. */
  public Mono<Void> delete(String queue, String id) {
    return at(queue, id, (place, task) -> acts.on(place, task, Act.DELETE));
  }

  /**
   * Tasks of one state, newest first; those that run in no order. A page costs what it holds. While
   * tasks come and go a page may have fewer than asked for, and show one again. It also ends where
   * its tasks carry more than {@link io.sluice.config.ByteBounds#answer()}, and is the last only
   * when it has no cursor.
   *
   * @param cursor of the page before; null for the first
   * @param limit 1 to {@link #MAX_PAGE}
   */
  public Mono<TaskPage> list(String queue, TaskState state, @Nullable String cursor, int limit) {
    return list(queue, state, TaskFilter.ANY, TaskPage.Order.NEWEST, cursor, limit);
  }

  /**
   * The same in an order, only those that match. There is no index: tasks of the state are looked
   * at, as many as {@code limit} in a call and not more than {@code 20 · limit} for one page. So a
   * page may be short, or empty, and not be the last: it is when it has no cursor. Only of ready
   * tasks there is an index by group: the filter's group then chooses the list, in the order in
   * which they go.
   */
  public Mono<TaskPage> list(
      String queue,
      TaskState state,
      TaskFilter filter,
      TaskPage.Order order,
      @Nullable String cursor,
      int limit) {
    return Mono.defer(() -> partitions.of(QueueName.of(queue)))
        .flatMap(all -> new TaskList(store, all, state, filter, order).page(cursor, limit));
  }
}
