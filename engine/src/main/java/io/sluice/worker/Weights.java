package io.sluice.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slots by weight. Each queue has a level: how many slots it was given, divided by its weight. Who
 * is lowest is next, and free slots are its due until it comes up to the others, like water that is
 * poured over an uneven floor. A queue without use for slots is left out, and comes back at the
 * level of the lowest that has use for some, or of the highest when none has: what it did not use
 * is not owed to it.
 */
final class Weights implements Allotment {
  /** Sums of fractions that should be whole are off by less than this. */
  private static final double ROUNDING = 1e-6;

  private final List<Share> shares;
  private final Map<Share, Double> levels = new HashMap<>();

  Weights(List<Share> shares) {
    this.shares = shares;
    shares.forEach(share -> levels.put(share, 0.0));
  }

  /** Rounded up: a part of a slot is a slot, and the level says that it was too much. */
  @Override
  public synchronized int part(Share share, int free) {
    double missing = (surface(share, free) - level(share)) * share.weight();
    return (int) Math.max(0, Math.min(free, Math.ceil(missing - ROUNDING)));
  }

  @Override
  public synchronized @Nullable Share next() {
    Share lowest = null;
    for (Share share : shares) {
      if (share.seeks() && (lowest == null || level(share) < level(lowest))) {
        lowest = share;
      }
    }
    return lowest;
  }

  @Override
  public synchronized void given(Share share, int slots) {
    levels.merge(share, (double) slots / share.weight(), Double::sum);
  }

  @Override
  public synchronized void awake(Share share) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (Share other : shares) {
      highest = Math.max(highest, level(other));
      if (!other.equals(share) && other.claimsItsDue()) {
        lowest = Math.min(lowest, level(other));
      }
    }
    levels.put(share, Math.max(level(share), Math.min(lowest, highest)));
  }

  /**
   * The level to which so many slots lift those who claim their due, and this one. Whoever lies
   * above gets nothing and is left out, which lowers it for the others, until none is above.
   */
  private double surface(Share asking, int free) {
    double surface = Double.POSITIVE_INFINITY;
    while (true) {
      double weight = 0;
      double filled = free;
      for (Share share : shares) {
        boolean counts = share.equals(asking) || share.claimsItsDue();
        if (counts && level(share) < surface) {
          weight += share.weight();
          filled += level(share) * share.weight();
        }
      }
      double lower = weight == 0 ? surface : filled / weight;
      if (lower >= surface - ROUNDING) {
        return surface;
      }
      surface = lower;
    }
  }

  private double level(Share share) {
    return levels.getOrDefault(share, 0.0);
  }
}
