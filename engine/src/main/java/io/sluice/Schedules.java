package io.sluice;

import io.sluice.encoding.Payloads;
import io.sluice.protocol.ScheduleStore;
import io.sluice.protocol.TaskStore;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.schedule.TaskTemplate;
import io.sluice.store.StoredSchedule;
import io.sluice.store.partition.Buckets;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.UnknownScheduleException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Recurring tasks. A schedule has a name, one in the whole namespace, and fires into one queue:
 * each instant once, however many engines there are. Engines fire the schedules of the queues that
 * they care for, which are those they have workers on.
 *
 * <p>Each method may error with {@link io.sluice.task.RedisUnavailableException}, and with {@link
 * InvalidTaskException} for a name that is none; those about a schedule that must be there with
 * {@link UnknownScheduleException}.
 */
public final class Schedules {
  /** The most instants that {@link #preview} shows. */
  public static final int MAX_PREVIEW = 100;

  private final TaskStore store;
  private final ScheduleStore schedules;
  private final Payloads payloads;

  Schedules(TaskStore store, Payloads payloads) {
    this.store = store;
    this.schedules = store.schedules();
    this.payloads = payloads;
  }

  /**
   * Puts a schedule, or replaces the one of this name. May be done at each start: a schedule whose
   * timing and queue are the same keeps its place in time, and one that is paused stays so.
   *
   * <p>Errors with {@link InvalidTaskException} when the task has an id, a delay or a time of its
   * own, with {@link PayloadTooLargeException}, and with {@link
   * io.sluice.task.RedisOutOfMemoryException}. After {@link
   * io.sluice.task.RedisUnavailableException} it may have been put or not; put it again.
   */
  public Mono<Void> put(String name, Schedule schedule, String queue, NewTask<?, ?> task) {
    return create(name, schedule, queue, task).then();
  }

  /** Like {@link #put}, and tells whether there was none of this name. */
  public Mono<Boolean> create(String name, Schedule schedule, String queue, NewTask<?, ?> task) {
    return Mono.defer(
        () -> {
          ScheduleName called = ScheduleName.of(name);
          QueueName into = QueueName.of(queue);
          StoredSchedule stored =
              new StoredSchedule(called, into, schedule, template(task, into, called));
          requireOfFirst(stored.queue(), task.options().group());
          return store.names().register(stored.queue()).then(schedules.put(stored));
        });
  }

  /** A schedule enqueues where it is, which is in the first partition. */
  private void requireOfFirst(QueueName queue, @Nullable String group) {
    PartitionMap map = store.divided().mapOf(queue);
    if (map != null && group != null && !map.isIn(0, Buckets.of(group))) {
      store
          .divided()
          .refuse(queue, "/task/group", "a schedule cannot enqueue tasks of group " + group);
    }
  }

  /** The schedule as it is now. */
  public Mono<ScheduleView> find(String name) {
    return named(name, schedules::find);
  }

  /** Names of schedules, in order, after the given one; at most {@code limit}. */
  public Mono<List<String>> names(@Nullable String after, int limit) {
    return Mono.defer(
        () ->
            schedules
                .names(after == null ? null : ScheduleName.of(after), limit)
                .map(names -> names.stream().map(ScheduleName::value).toList()));
  }

  /** Deletes a schedule; tasks that it enqueued stay. */
  public Mono<Void> delete(String name) {
    return mustBeThere(name, schedules::remove);
  }

  /** Stops a schedule from firing. Repeatable. */
  public Mono<Void> pause(String name) {
    return mustBeThere(name, id -> schedules.pause(id, true));
  }

  /**
   * Lets a schedule go on. What it missed meanwhile fires as its {@link io.sluice.schedule.CatchUp}
   * says. Repeatable.
   */
  public Mono<Void> resume(String name) {
    return mustBeThere(name, id -> schedules.pause(id, false));
  }

  /**
   * Enqueues the task of a schedule now, also of one that is paused, and whatever its overlap
   * policy. Its plan goes on as if nothing had been.
   */
  public Mono<TriggeredTask> trigger(String name) {
    return named(name, schedules::trigger).map(task -> new TriggeredTask(task.queue(), task.id()));
  }

  /**
   * The instants at which a schedule fires next, if it is not paused until then.
   *
   * @param count 1 to {@value #MAX_PREVIEW}
   */
  public Mono<List<Instant>> preview(String name, int count) {
    if (count < 1 || count > MAX_PREVIEW) {
      return Mono.error(
          new InvalidTaskException(
              "/count", "count must be a number from 1 to " + MAX_PREVIEW + ", is " + count));
    }
    return find(name).map(view -> instants(view, store.now(), count));
  }

  private static List<Instant> instants(ScheduleView view, Instant now, int count) {
    List<Instant> instants = new ArrayList<>(count);
    Instant planned = view.nextFireAt();
    Instant at = planned == null ? view.schedule().timing().next(now) : planned;
    while (at != null && instants.size() < count) {
      instants.add(at);
      at = view.schedule().timing().next(at);
    }
    return instants;
  }

  private TaskTemplate template(NewTask<?, ?> task, QueueName queue, ScheduleName name) {
    refuse(task.id() != null, "/task/id", "id must not be given: each fire makes its own");
    refuse(
        !task.delay().isZero(), "/task/delay", "delay must not be given: the schedule says when");
    refuse(task.runAt() != null, "/task/runAt", "runAt must not be given: the schedule says when");
    refuse(task.unique() != null, "/task/unique", "unique must not be given: see overlap");
    refuse(
        !task.followUps().isEmpty(),
        "/task/then",
        "then must not be given: the handler of the task enqueues what follows it");
    refuse(
        task.durability() != Durability.MEMORY,
        "/task/durability",
        "durability must not be given: a fire has no caller who waits for it");
    refuse(task.requestKey() != null, "/task", "requestKey must not be given: put is repeatable");
    return new TaskTemplate(
        task.type().name(), task.options(), payloads.ofSchedule(task, queue, name));
  }

  private static void refuse(boolean given, String pointer, String why) {
    if (given) {
      throw new InvalidTaskException(pointer, "task." + why);
    }
  }

  private static <T> Mono<T> named(String name, Function<ScheduleName, Mono<T>> call) {
    return Mono.defer(
        () -> {
          ScheduleName id = ScheduleName.of(name);
          return call.apply(id).switchIfEmpty(Mono.error(() -> new UnknownScheduleException(id)));
        });
  }

  private static Mono<Void> mustBeThere(String name, Function<ScheduleName, Mono<Boolean>> call) {
    return named(name, id -> call.apply(id).filter(there -> there)).then();
  }
}
