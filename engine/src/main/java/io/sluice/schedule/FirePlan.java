package io.sluice.schedule;

import java.time.Duration;
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

  /**
   * A sooner instant for a schedule that is due further away than its own period: the clock was set
   * back since. Null when nothing proves that. An instant that has just fired is not taken again.
   *
   * @param due after now
   * @param last the latest instant for which it fired; null for none
   */
  public static @Nullable Instant sooner(
      Timing timing, Instant due, @Nullable Instant last, Instant now) {
    Instant first = timing.next(now);
    Instant second = first == null ? null : timing.next(first);
    if (first == null || second == null || !first.isBefore(due)) {
      return null;
    }
    Duration period = Duration.between(first, second);
    if (Duration.between(now, due).compareTo(period.plus(CatchUp.GRACE)) <= 0) {
      return null;
    }
    Instant sooner = first.equals(last) ? second : first;
    return sooner.isBefore(due) ? sooner : null;
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
