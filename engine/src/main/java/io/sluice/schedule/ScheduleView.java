package io.sluice.schedule;

import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is now.
 *
 * @param task what each fire enqueues, with an id that is the name of the schedule, a dot, and the
 *     instant in milliseconds since 1970
 * @param nextFireAt null while it is paused, and when it will never fire again
 * @param past what came of it so far
 */
public record ScheduleView(
    ScheduleName name,
    QueueName queue,
    Schedule schedule,
    TaskTemplate task,
    boolean paused,
    @Nullable Instant nextFireAt,
    Past past) {
  /** Why this version cannot read what is stored, so that it does not fire here; null if it can. */
  public @Nullable String error() {
    return schedule.timing() instanceof Timing.Unreadable unreadable ? unreadable.why() : null;
  }

  /**
   * What came of a schedule so far.
   *
   * @param lastFireAt the latest instant for which it enqueued a task; null if there is none
   * @param lastTask that task
   * @param fired tasks that it enqueued by plan; triggered ones are not counted
   * @param skipped fires that its overlap policy left out
   * @param buffered whether a fire is kept until the last task has ended
   */
  public record Past(
      @Nullable Instant lastFireAt,
      @Nullable TaskId lastTask,
      long fired,
      long skipped,
      boolean buffered) {}
}
