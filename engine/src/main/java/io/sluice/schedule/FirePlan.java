package io.sluice.schedule;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a schedule that is due: a function of nothing but its arguments, so that all
 * nodes come to the same.
 *
 * @param fires the instants for which to fire now, oldest first
 * @param next when it is due again; at once when more fires than one plan holds; null for never
 */
public record FirePlan(List<Instant> fires, @Nullable Instant next) {
  /** So many fires go into one plan; the rest is due at once. */
  public static final int MAX_FIRES = 100;

  /**
   * @param due the first instant for which it did not fire yet, not after now
   * @param most fires of one plan, 1 to {@link #MAX_FIRES}
   */
  public static FirePlan of(Timing timing, CatchUp catchUp, Instant due, Instant now, int most) {
    Deque<Instant> fires = new ArrayDeque<>();
    Instant reach = now.minus(catchUp.reach());
    Instant at = due.isBefore(reach) ? timing.next(reach.minusMillis(1)) : due;
    while (at != null && !at.isAfter(now)) {
      if (fires.size() == CatchUp.MOST) {
        fires.removeFirst();
      }
      fires.addLast(at);
      at = timing.next(at);
    }
    if (fires.isEmpty() && catchUp != CatchUp.NONE) {
      fires.addLast(latest(timing, due, now));
    }
    return bounded(new ArrayList<>(fires), at, most);
  }

  private static FirePlan bounded(List<Instant> fires, @Nullable Instant next, int most) {
    return fires.size() <= most
        ? new FirePlan(List.copyOf(fires), next)
        : new FirePlan(List.copyOf(fires.subList(0, most)), fires.get(most));
  }

  /** By bisection: between a due date long ago and now may lie millions of instants. */
  private static Instant latest(Timing timing, Instant due, Instant now) {
    Instant latest = due;
    Instant none = now; // no instant lies after it
    while (isDue(timing.next(latest), now)) {
      long middle = Math.floorDiv(latest.toEpochMilli() + none.toEpochMilli(), 2);
      Instant at = timing.next(Instant.ofEpochMilli(middle));
      if (at != null && !at.isAfter(now)) {
        latest = at;
      } else {
        none = Instant.ofEpochMilli(middle);
      }
    }
    return latest;
  }

  private static boolean isDue(@Nullable Instant at, Instant now) {
    return at != null && !at.isAfter(now);
  }
}
