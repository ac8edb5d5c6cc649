package io.sluice.memory;

import io.sluice.event.TaskEvent;
import io.sluice.store.StoredTask;
import io.sluice.store.TaskStore;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueLeft;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One queue: the structures that it has on Redis, under their names there, and the moves that
 * several verbs share. Each verb is a class of its own that works on these.
 *
 * <p>Whoever reads or changes any of it holds the lock of this object, for the whole of one verb:
 * that is what makes a verb atomic, as a script is.
 */
final class MemoryQueue {
  private static final QueueLeft NOTHING_LEFT = new QueueLeft(0, 0, 0, 0, 0, 0);

  // Tasks, and the places in which they are.

  final Map<TaskId, StoredTask> tasks = new HashMap<>();
  final Deque<TaskId> ready = new ArrayDeque<>();

  /** Since when those are ready that did not become so by their enqueue, in ms. */
  final Map<TaskId, Long> since = new HashMap<>();

  final Deque<TaskId> landing = new ArrayDeque<>();
  final NavigableMap<TaskId, String> running = new TreeMap<>(Comparator.comparing(TaskId::value));
  final Timetable scheduled = new Timetable();
  final Timetable retrying = new Timetable();
  final Timetable dead = new Timetable();
  final Deque<TaskId> succeeded = new ArrayDeque<>();
  final Deque<TaskId> cancelled = new ArrayDeque<>();
  final Deque<TaskId> expired = new ArrayDeque<>();
  final Timetable retained = new Timetable();

  // What is known of them beside that.

  final Map<TaskId, Ending> results = new HashMap<>();
  final Map<TaskId, Attempts> attempts = new HashMap<>();
  final Map<TaskId, Notes> notes = new HashMap<>();
  final Timetable expiries = new Timetable();
  final NavigableMap<TaskId, String> cancels = new TreeMap<>(Comparator.comparing(TaskId::value));
  final Set<TaskId> ghosts = new HashSet<>();
  final Map<TaskId, Long> landed = new HashMap<>();
  final Map<String, Holder> once = new HashMap<>();
  final Map<TaskId, Unique> uniques = new HashMap<>();

  /** Until when somebody waits for their ends, in ms. */
  final Map<TaskId, Long> awaited = new HashMap<>();

  /** How those of them ended that are not kept. */
  final Map<TaskId, TaskView> ends = new HashMap<>();

  // Workers, and the walk over what those held that are gone.

  final Map<String, Long> sessions = new HashMap<>();
  final Map<String, WorkerNote> workers = new HashMap<>();
  final Map<String, Long> walk = new HashMap<>();
  final Walker walker = new Walker();

  // What recurs.

  final Map<ScheduleName, Plan> schedules = new TreeMap<>();

  // The queue itself.

  final Receipts receipts = new Receipts();
  final Rates rates = new Rates();
  final Map<String, BulkRecord> bulk = new LinkedHashMap<>();
  QueueSettings settings = QueueSettings.NONE;
  @Nullable Pause pause;

  // Who listens.

  final Hints<TaskEvent> events = new Hints<>();
  final Hints<TaskId> cancelWords = new Hints<>();
  final Hints<Duration> dues = new Hints<>();
  final Waits waits = new Waits();

  private final QueueName name;
  private final Clocks clocks;
  private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);

  /**
   * A pause.
   *
   * @param until in ms; null when it does not end by itself
   */
  record Pause(String reason, @Nullable Long until) {}

  MemoryQueue(QueueName name, Clocks clocks) {
    this.name = name;
    this.clocks = clocks;
  }

  QueueName name() {
    return name;
  }

  /** In ms, of what is kept of tasks. */
  long now() {
    return clocks.time().getAsLong();
  }

  /** In ms, of who is alive. */
  long uptime() {
    return clocks.uptime().getAsLong();
  }

  // The ledger.

  void count(Counter counter) {
    count(counter, 1);
  }

  void count(Counter counter, long by) {
    counters.merge(counter, by, Long::sum);
  }

  long total(Counter counter) {
    return counters.getOrDefault(counter, 0L);
  }

  // Words to others.

  void tell(TaskState state, TaskId id) {
    events.tell(new TaskEvent(name, id, state, Instant.ofEpochMilli(now())));
  }

  // Moves.

  /** It became ready, and not by its enqueue. */
  void readyAgainLast(TaskId id) {
    since.put(id, now());
    readyLast(id);
  }

  /** The same, as the next to be taken. */
  void readyAgainFirst(TaskId id) {
    since.put(id, now());
    readyFirst(id);
  }

  void readyLast(TaskId id) {
    ready.addLast(id);
    tell(TaskState.READY, id);
  }

  void readyFirst(TaskId id) {
    ready.addFirst(id);
    tell(TaskState.READY, id);
  }

  /** Waits for a time; whoever rests until the next is due hears when this one is before it. */
  void putOff(Timetable table, TaskId id, long at) {
    table.put(id, at);
    Long soonest = table.soonest();
    if (soonest != null && soonest >= at) {
      dues.tell(Duration.ofMillis(Math.max(0, at - now())));
    }
    tell(table == scheduled ? TaskState.SCHEDULED : TaskState.RETRYING, id);
  }

  void bury(TaskId id) {
    dead.put(id, now());
    count(Counter.DEAD);
    tell(TaskState.DEAD, id);
  }

  /** One that waits in a list stays there as a ghost, which the claim that meets it drops. */
  void leaveWaiting(TaskId id) {
    if (!scheduled.remove(id) && !retrying.remove(id)) {
      ghosts.add(id);
    }
    expiries.remove(id);
  }

  /**
   * It waited, and is cancelled.
   *
   * @param cap how many are kept; with none nothing stays of it
   */
  void cancelWaiting(TaskId id, long cap) {
    leaveWaiting(id);
    end(id, Ending.waiting(TaskState.CANCELLED, now()), cap);
  }

  /** It ends, and is kept if any are: whoever sweeps drops those that are too many. */
  void end(TaskId id, Ending ending, long cap) {
    results.put(id, ending);
    if (cap > 0) {
      ended(ending.state()).addLast(id);
    } else {
      drop(id);
    }
    count(Counter.valueOf(ending.state().name()));
    tell(ending.state(), id);
  }

  /** It is not kept; how it ended is left for those who wait for it, for a while. */
  void drop(TaskId id) {
    if (awaited.getOrDefault(id, 0L) > now()) {
      new Looking(this).find(id).ifPresent(end -> ends.put(id, end));
      awaited.put(id, now() + TaskStore.AWAITED.toMillis());
    }
    forget(id);
  }

  /** With all that is known of it. */
  void forget(TaskId id) {
    tasks.remove(id);
    results.remove(id);
    attempts.remove(id);
    notes.remove(id);
    expiries.remove(id);
    since.remove(id);
    uniques.remove(id);
  }

  /** Finished tasks of this state, oldest first. */
  Deque<TaskId> ended(TaskState state) {
    return switch (state) {
      case SUCCEEDED -> succeeded;
      case CANCELLED -> cancelled;
      case EXPIRED -> expired;
      case SCHEDULED, READY, RUNNING, RETRYING, DEAD ->
          throw new IllegalArgumentException("no task has finished as " + state);
    };
  }

  /** Who holds the unique key of this task, if that is another. */
  @Nullable TaskId inTheWayOf(TaskId id) {
    Unique unique = uniques.get(id);
    Holder holder = unique == null ? null : once.get(Holder.nameOf(unique));
    return holder == null || holder.isOver(this) || holder.id().equals(id) ? null : holder.id();
  }

  /**
   * Of dead letters in whose way nobody is: a new life each. A key that is held until its task has
   * ended is held again; one for a time counts from the enqueue.
   */
  void revive(TaskId id) {
    StoredTask task = tasks.get(id);
    Unique unique = uniques.get(id);
    if (task != null && unique != null && unique.window() == null) {
      once.put(Holder.nameOf(unique), new Holder(null, id, task.createdAt(), ""));
    }
    dead.remove(id);
    attempts.computeIfPresent(id, (key, before) -> before.revived());
    count(Counter.REDRIVEN);
  }

  /** With all that it keeps, if it is empty; else what is there. Live sessions stay. */
  Optional<QueueLeft> delete() {
    QueueLeft left =
        new QueueLeft(
            waiting(),
            scheduled.size(),
            running.size(),
            retrying.size(),
            dead.size(),
            schedules.size());
    if (!left.equals(NOTHING_LEFT)) {
      return Optional.of(left);
    }
    List.of(tasks, since, results, attempts, notes, landed, once, uniques, counters, bulk)
        .forEach(Map::clear);
    List.of(ready, landing, succeeded, cancelled, expired).forEach(Collection::clear);
    List.of(retained, expiries).forEach(Timetable::clear);
    awaited.clear();
    ends.clear();
    cancels.clear();
    ghosts.clear();
    walk.clear();
    rates.clear();
    settings = QueueSettings.NONE;
    pause = null;
    return Optional.empty();
  }

  // Looks.

  Attempts attemptsOf(TaskId id) {
    return attempts.getOrDefault(id, Attempts.NONE);
  }

  /** Where the id is, is its state; null of one that is not known. */
  @Nullable TaskState stateOf(TaskId id) {
    if (!tasks.containsKey(id)) {
      return null;
    }
    if (running.containsKey(id)) {
      return TaskState.RUNNING;
    }
    Ending ending = results.get(id);
    if (ending != null) {
      return ending.state();
    }
    return waitingStateOf(id);
  }

  private TaskState waitingStateOf(TaskId id) {
    if (ghosts.contains(id)) {
      return TaskState.CANCELLED;
    }
    if (scheduled.contains(id)) {
      return TaskState.SCHEDULED;
    }
    if (retrying.contains(id)) {
      return TaskState.RETRYING;
    }
    return dead.contains(id) ? TaskState.DEAD : TaskState.READY;
  }

  /** Neither finished nor dead. */
  boolean isAlive(TaskId id) {
    TaskState state = stateOf(id);
    return state != null && !state.terminal();
  }

  /** Tasks in lists, those that were cancelled there not counted. */
  long waiting() {
    return (long) ready.size() + landing.size() - ghosts.size();
  }

  /** Whether so many wait that no more are taken. */
  boolean isFull(int maxBacklog) {
    long most = settings.maxBacklog() == null ? maxBacklog : settings.maxBacklog();
    return most > 0 && ready.size() + scheduled.size() + retrying.size() >= most;
  }

  boolean isPaused() {
    return pause != null && (pause.until() == null || pause.until() > now());
  }

  /** How many finished tasks are kept per state. */
  long cap(int byDefault) {
    return settings.retentionCount() == null ? byDefault : settings.retentionCount();
  }

  /** Gives what is ready to those who wait for it, after each verb. */
  void handOut() {
    while (!ready.isEmpty() && waits.anyTakes()) {
      TaskId id = ready.removeFirst();
      landing.addLast(id);
      waits.give(id);
    }
    if (!ready.isEmpty()) {
      waits.tellAll();
    }
  }
}
