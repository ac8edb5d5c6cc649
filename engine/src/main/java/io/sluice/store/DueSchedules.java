package io.sluice.store;

import io.sluice.schedule.CatchUp;
import io.sluice.schedule.Timing;
import io.sluice.task.ScheduleName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a queue that are to be seen to.
 *
 * @param now when that was so, by the clock of the store
 * @param due those that have come to an instant at which they fire
 * @param free those that keep a fire and may enqueue it
 * @param unreadable those that are due and that this version cannot read
 * @param next how long until another one is due; zero when more are due than are told; null when
 *     none is planned
 * @param kept how many keep a fire, free or not
 */
public record DueSchedules(
    Instant now,
    List<Due> due,
    List<ScheduleName> free,
    List<ScheduleName> unreadable,
    @Nullable Duration next,
    long kept) {

  /**
   * A schedule that is due.
   *
   * @param at the first instant for which it did not fire yet
   * @param taskBytes the size of what it enqueues
   */
  public record Due(
      ScheduleName name,
      String revision,
      Timing timing,
      CatchUp catchUp,
      Instant at,
      long taskBytes) {}
}
