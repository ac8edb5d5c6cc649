package io.sluice.store;

import io.sluice.schedule.Timing;
import io.sluice.task.ScheduleName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of a queue that are due later.
 *
 * @param now when that was so, by the clock of the store
 * @param looked how many were looked at, with those that this version cannot read
 */
public record AheadSchedules(Instant now, int looked, List<Ahead> ahead) {

  /**
   * One of them.
   *
   * @param at when it is due
   * @param last the latest instant for which it fired; null for none
   */
  public record Ahead(
      ScheduleName name, String revision, Timing timing, Instant at, @Nullable Instant last) {}

  /**
   * What one node would have it be.
   *
   * @param sooner when it is to be due
   */
  public record Pull(Ahead ahead, Instant sooner) {}
}
