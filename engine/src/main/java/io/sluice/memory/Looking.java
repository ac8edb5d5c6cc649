package io.sluice.memory;

import io.sluice.store.StoredTask;
import io.sluice.store.TaskStore;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a queue and its tasks, and changes nothing. */
final class Looking {
  private final MemoryQueue queue;

  Looking(MemoryQueue queue) {
    this.queue = queue;
  }

  Optional<TaskView> find(TaskId id) {
    StoredTask task = queue.tasks.get(id);
    TaskState state = queue.stateOf(id);
    return task == null || state == null
        ? Optional.ofNullable(queue.ends.get(id))
        : Optional.of(view(task, state));
  }

  /** For one who waits for its end. */
  Optional<TaskView> await(TaskId id) {
    Optional<TaskView> now = find(id);
    if (!now.filter(task -> task.state().terminal()).isPresent()) {
      queue.awaited.put(id, queue.now() + TaskStore.AWAITED.toMillis());
    }
    return now;
  }

  private TaskView view(StoredTask task, TaskState state) {
    TaskId id = task.id();
    Attempts attempts = queue.attemptsOf(id);
    Notes notes = queue.notes.getOrDefault(id, Notes.NONE);
    String token = queue.running.get(id);
    Ending ending = queue.results.get(id);
    Long startedAt = startOf(token, ending);
    return new TaskView(
        id,
        queue.name(),
        task.type(),
        state,
        attempts.failures() + (startedAt == null ? 0 : 1),
        attempts.crashes(),
        task.payload(),
        task.options(),
        task.createdAt(),
        instant(runAt(id, state)),
        state == TaskState.DEAD ? lastStart(attempts) : instant(startedAt),
        instant(ending == null ? queue.dead.timeOf(id) : Long.valueOf(ending.finishedAt())),
        token == null ? null : Tokens.session(token),
        ending != null && state == TaskState.SUCCEEDED ? ending.result() : null,
        attempts.history(),
        notes.progress(),
        notes.log());
  }

  private static @Nullable Instant lastStart(Attempts attempts) {
    return attempts.history().isEmpty() ? null : attempts.history().get(0).startedAt();
  }

  private static @Nullable Long startOf(@Nullable String token, @Nullable Ending ending) {
    if (token != null) {
      return Tokens.startedAt(token);
    }
    return ending == null ? null : ending.startedAt();
  }

  private @Nullable Long runAt(TaskId id, TaskState state) {
    return switch (state) {
      case SCHEDULED -> queue.scheduled.timeOf(id);
      case RETRYING -> queue.retrying.timeOf(id);
      case READY, RUNNING, SUCCEEDED, DEAD, CANCELLED, EXPIRED -> null;
    };
  }

  QueueView stats() {
    MemoryQueue.Pause pause = queue.pause;
    return new QueueView(
        queue.name(),
        pause != null && queue.isPaused()
            ? new QueueView.Pause(pause.reason(), instant(pause.until()))
            : null,
        queue.settings,
        counts(),
        totals(),
        queue.rates.now(queue),
        oldestReadyAge(),
        queue.sessions.values().stream().filter(end -> end >= queue.uptime()).count());
  }

  private QueueView.Counts counts() {
    return new QueueView.Counts(
        queue.scheduled.size(),
        queue.waiting(),
        queue.running.size(),
        queue.retrying.size(),
        queue.dead.size(),
        queue.succeeded.size() + queue.retained.size(),
        queue.cancelled.size(),
        queue.expired.size());
  }

  private QueueView.Totals totals() {
    return new QueueView.Totals(
        queue.total(Counter.ACCEPTED),
        queue.total(Counter.SUCCEEDED),
        queue.total(Counter.RETRIED),
        queue.total(Counter.REAPED),
        queue.total(Counter.RELEASED),
        queue.total(Counter.SNOOZED),
        queue.total(Counter.DEAD),
        queue.total(Counter.CANCELLED),
        queue.total(Counter.EXPIRED),
        queue.total(Counter.PURGED),
        queue.total(Counter.REDRIVEN));
  }

  private Duration oldestReadyAge() {
    TaskId id = queue.ready.peekFirst();
    StoredTask next = id == null ? null : queue.tasks.get(id);
    long age =
        next == null
            ? 0
            : queue.now()
                - Math.max(
                    next.createdAt().toEpochMilli(), queue.since.getOrDefault(next.id(), 0L));
    return Duration.ofMillis(Math.max(0, age));
  }

  Ledger audit() {
    long unfinished =
        queue.waiting() + queue.running.size() + queue.scheduled.size() + queue.retrying.size();
    long kept =
        (long) queue.succeeded.size()
            + queue.cancelled.size()
            + queue.expired.size()
            + queue.retained.size();
    long ended =
        queue.total(Counter.SUCCEEDED)
            + queue.total(Counter.CANCELLED)
            + queue.total(Counter.EXPIRED)
            + queue.total(Counter.PURGED)
            + queue.total(Counter.LOST);
    return new Ledger(
        queue.name(),
        queue.total(Counter.ACCEPTED) - unfinished - queue.dead.size() - ended,
        queue.tasks.size() - unfinished - queue.dead.size() - kept,
        queue.results.size() - kept,
        unfinished,
        totals(),
        new Ledger.Corrections(queue.total(Counter.REPAIRED), queue.total(Counter.LOST)));
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
