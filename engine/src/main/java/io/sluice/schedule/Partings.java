package io.sluice.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next instants at which two timings do not both fire.
 *
 * @param here those of the first alone
 * @param there those of the second alone
 */
record Partings(List<Instant> here, List<Instant> there) {
  /** So many of one kind are shown. */
  private static final int SHOWN = 3;

  /** So many instants are looked at, a few of each day: the dialects part by days. */
  private static final int LOOKS = 2000;

  private static final int LOOKS_A_DAY = 20;

  static Partings of(Timing here, Timing there, Instant after) {
    Partings found = new Partings(new ArrayList<>(), new ArrayList<>());
    Instant one = here.next(after);
    Instant other = there.next(after);
    for (int looked = 1; looked <= LOOKS && !found.areEnough(); looked++) {
      if (one == null && other == null) {
        break;
      }
      if (one != null && one.equals(other)) {
        Instant from = looked % LOOKS_A_DAY == 0 ? endOfDay(one) : one;
        one = here.next(from);
        other = there.next(from);
      } else if (other == null || (one != null && one.isBefore(other))) {
        one = add(found.here, here, one);
      } else {
        other = add(found.there, there, other);
      }
    }
    return found;
  }

  private static @Nullable Instant add(List<Instant> found, Timing timing, @Nullable Instant at) {
    if (at == null) {
      return null;
    }
    found.add(at);
    return timing.next(at);
  }

  private static Instant endOfDay(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)).minusMillis(1);
  }

  boolean areNone() {
    return here.isEmpty() && there.isEmpty();
  }

  private boolean areEnough() {
    return here.size() == SHOWN || there.size() == SHOWN;
  }
}
