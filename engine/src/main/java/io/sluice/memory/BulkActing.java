package io.sluice.memory;

import io.sluice.store.BulkCount;
import io.sluice.store.BulkPlan;
import io.sluice.store.BulkStep;
import io.sluice.store.StoredTask;
import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Acts on many tasks, in chunks: whoever calls takes the next one. */
final class BulkActing {
  private static final int CHUNK = 250;
  private static final int COUNT_CHUNK = 1000;
  private static final int MAX_KEPT = 100;
  private static final Duration SOON = Duration.ofMillis(20);

  private final MemoryQueue queue;
  private final long now;

  /**
   * A part of the dead letters.
   *
   * @param passedBy how many of it do not match
   * @param last whether it was the end
   */
  private record Part(List<TaskId> found, int passedBy, boolean last) {}

  BulkActing(MemoryQueue queue) {
    this.queue = queue;
    this.now = queue.now();
  }

  BulkAction begin(BulkPlan plan) {
    BulkRecord known = queue.bulk.get(plan.id());
    if (known == null) {
      makeRoom();
      known = new BulkRecord(plan, now, sizeOf(plan.from()));
      queue.bulk.put(plan.id(), known);
    }
    return shown(known);
  }

  /** The oldest of those that are over. */
  private void makeRoom() {
    if (queue.bulk.size() >= MAX_KEPT) {
      queue.bulk.values().stream()
          .filter(record -> !record.isUnderWay())
          .findFirst()
          .ifPresent(oldest -> queue.bulk.remove(oldest.plan().id()));
    }
  }

  private long sizeOf(TaskState state) {
    return switch (state) {
      case READY -> queue.waiting();
      case SUCCEEDED -> queue.succeeded.size() + queue.retained.size();
      case CANCELLED, EXPIRED -> queue.ended(state).size();
      case SCHEDULED, RETRYING, DEAD -> tableOf(state).size();
      case RUNNING -> 0;
    };
  }

  Optional<BulkAction> show(String id) {
    return Optional.ofNullable(queue.bulk.get(id)).map(this::shown);
  }

  List<BulkAction> list() {
    return queue.bulk.values().stream().map(this::shown).toList();
  }

  private Optional<BulkRecord> first() {
    return queue.bulk.values().stream().filter(BulkRecord::isUnderWay).findFirst();
  }

  private BulkAction shown(BulkRecord record) {
    BulkRecord first = first().orElse(record);
    boolean waits = record.isUnderWay() && first != record;
    return record.shown(queue.name(), waits ? first.plan().id() : null);
  }

  Optional<BulkAction> abort(String id) {
    BulkRecord known = queue.bulk.get(id);
    if (known != null && known.isUnderWay()) {
      known.end(BulkAction.Progress.ABORTED);
    }
    return show(id);
  }

  BulkCount count(BulkPlan plan, long cursor) {
    Part part = part(plan, cursor, COUNT_CHUNK, now);
    return new BulkCount(part.found.size(), part.last ? BulkCount.END : cursor + COUNT_CHUNK);
  }

  /** Of those under way, the one that was begun first. */
  BulkStep step() {
    return first().map(this::step).orElse(new BulkStep(0, null));
  }

  private BulkStep step(BulkRecord record) {
    int limit = (int) Math.min(CHUNK, record.allowed(now));
    if (limit <= 0) {
      return new BulkStep(0, SOON);
    }
    int done =
        record.plan().kind() == BulkAction.Kind.REDRIVE
            ? redriveSome(record, limit)
            : purgeSome(record, limit);
    boolean more = queue.bulk.values().stream().anyMatch(BulkRecord::isUnderWay);
    return new BulkStep(done, more ? record.hasRate() ? SOON : Duration.ZERO : null);
  }

  private int redriveSome(BulkRecord record, int limit) {
    Part part = part(record.plan(), record.skipped(), limit, record.startedAt());
    List<TaskId> revived = new ArrayList<>();
    for (TaskId id : part.found) {
      if (queue.inTheWayOf(id) == null) {
        queue.revive(id);
        revived.add(id);
      } else {
        record.refused(id);
      }
    }
    revived.forEach(queue::readyAgainLast);
    record.redriven(revived.size(), part.passedBy + part.found.size() - revived.size());
    if (part.last) {
      record.atTheEnd();
    }
    return revived.size();
  }

  /** Of the dead from a place on, those that match. */
  private Part part(BulkPlan plan, long cursor, int limit, long notAfter) {
    List<Timetable.Entry> entries = queue.dead.from(cursor, limit);
    List<TaskId> found = new ArrayList<>();
    int looked = 0;
    for (Timetable.Entry entry : entries) {
      if (entry.at() > notAfter) {
        return new Part(found, looked - found.size(), true);
      }
      looked++;
      if (matches(plan, entry.id())) {
        found.add(entry.id());
      }
    }
    return new Part(found, looked - found.size(), entries.size() < limit);
  }

  private boolean matches(BulkPlan plan, TaskId id) {
    StoredTask task = queue.tasks.get(id);
    List<Failure> history = queue.attemptsOf(id).history();
    String error = history.isEmpty() ? "" : history.get(0).type();
    return (plan.type().isEmpty() || (task != null && plan.type().equals(task.type())))
        && (plan.error().isEmpty() || plan.error().equals(error));
  }

  private int purgeSome(BulkRecord record, int limit) {
    TaskState from = record.plan().from();
    List<TaskId> taken = taken(from, (int) Math.min(limit, record.left()));
    List<TaskId> purged = new ArrayList<>(taken);
    if (from == TaskState.READY) {
      purged.removeIf(queue.ghosts::remove);
    }
    purged.forEach(queue::forget);
    if (!isFinished(from)) {
      queue.count(Counter.PURGED, purged.size());
    }
    record.purged(purged.size());
    if (taken.isEmpty() || record.left() <= 0) {
      record.end(BulkAction.Progress.DONE);
    }
    return purged.size();
  }

  private static boolean isFinished(TaskState state) {
    return state.terminal() && state != TaskState.DEAD;
  }

  private List<TaskId> taken(TaskState state, int count) {
    return switch (state) {
      case READY -> takenFrom(queue.ready, count);
      case SUCCEEDED ->
          queue.succeeded.isEmpty()
              ? takenFrom(queue.retained, count)
              : takenFrom(queue.succeeded, count);
      case CANCELLED, EXPIRED -> takenFrom(queue.ended(state), count);
      case SCHEDULED, RETRYING, DEAD -> takenFrom(tableOf(state), count);
      case RUNNING -> List.of();
    };
  }

  private static List<TaskId> takenFrom(Deque<TaskId> list, int count) {
    Deque<TaskId> taken = new ArrayDeque<>();
    while (taken.size() < count && !list.isEmpty()) {
      taken.addLast(list.removeFirst());
    }
    return List.copyOf(taken);
  }

  private static List<TaskId> takenFrom(Timetable table, int count) {
    List<TaskId> ids = table.from(0, count).stream().map(Timetable.Entry::id).toList();
    ids.forEach(table::remove);
    return ids;
  }

  private Timetable tableOf(TaskState state) {
    return switch (state) {
      case SCHEDULED -> queue.scheduled;
      case RETRYING -> queue.retrying;
      case DEAD -> queue.dead;
      case READY, RUNNING, SUCCEEDED, CANCELLED, EXPIRED ->
          throw new IllegalArgumentException("tasks that are " + state + " have no time");
    };
  }
}
