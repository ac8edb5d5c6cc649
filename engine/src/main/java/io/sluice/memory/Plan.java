package io.sluice.memory;

import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.schedule.TaskTemplate;
import io.sluice.store.StoredSchedule;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A schedule in its queue: when it is due, and what came of it. */
final class Plan {
  private final ScheduleName name;
  private StoredSchedule stored;
  private String revision;
  private @Nullable Long due;
  private boolean paused;
  private @Nullable Long lastFire;
  private @Nullable TaskId lastTask;
  private @Nullable Long buffered;
  private long fired;
  private long skipped;

  /**
   * @param due in ms, by its timing
   */
  Plan(StoredSchedule stored, String revision, long due, boolean paused) {
    this.name = stored.name();
    this.stored = stored;
    this.revision = revision;
    this.due = due;
    this.paused = paused;
  }

  /** One whose timing stays the same keeps the instant at which it is due. */
  void replace(StoredSchedule other, String itsRevision, long itsDue) {
    if (due == null || !schedule().timing().equals(other.schedule().timing())) {
      due = itsDue;
    }
    stored = other;
    revision = itsRevision;
  }

  ScheduleName name() {
    return name;
  }

  QueueName queue() {
    return stored.queue();
  }

  Schedule schedule() {
    return stored.schedule();
  }

  TaskTemplate task() {
    return stored.task();
  }

  String revision() {
    return revision;
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean value) {
    paused = value;
  }

  /** In ms; null while it is paused, and when it will never fire again. */
  @Nullable Long due() {
    return paused ? null : due;
  }

  void dueNext(@Nullable Instant next) {
    due = next == null ? null : Long.valueOf(next.toEpochMilli());
  }

  /** The latest instant for which it fired, in ms; null for none. */
  @Nullable Long lastFire() {
    return lastFire;
  }

  @Nullable TaskId lastTask() {
    return lastTask;
  }

  void fired(long instant, TaskId task) {
    lastFire = instant;
    lastTask = task;
    fired++;
  }

  void skipped() {
    skipped++;
  }

  /** The instant of the fire that it keeps; null when it keeps none. */
  @Nullable Long buffered() {
    return buffered;
  }

  void buffer(@Nullable Long instant) {
    buffered = instant;
  }

  ScheduleView view() {
    Long next = due();
    return new ScheduleView(
        name,
        queue(),
        schedule(),
        task(),
        paused,
        instant(next),
        new ScheduleView.Past(instant(lastFire), lastTask, fired, skipped, buffered != null));
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
