package io.sluice.spec.fair;

/**
 * A bucket of tokens as one number, the time at which it is full again (GCRA). What is taken is
 * never given back.
 */
public final class Pace {
  /** As much of a token as the rounding of a double may hide. */
  private static final Ratio ROUNDING = Ratio.of(1, 1_000_000);

  private Ratio fullAt = Ratio.ZERO;

  /** So many starts in so many ms, and so many at once after a rest. */
  public record Limit(long starts, long perMs, long burst) {
    /** As a queue has it: {@code starts ms burst}. */
    public static Limit of(String stored) {
      String[] words = stored.split(" ", -1);
      return new Limit(
          Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    Ratio interval() {
      return Ratio.of(perMs, starts);
    }

    Ratio depth() {
      return interval().times(burst);
    }
  }

  /** How many may start now. */
  public long allowed(Limit limit, long now) {
    return rest(limit, now).over(limit.interval()).plus(ROUNDING).floor();
  }

  public void take(Limit limit, long now, long starts) {
    fullAt = clamped(limit, now).plus(limit.interval().times(starts));
  }

  /** When one more may start; not before now. */
  public Ratio nextAt(Limit limit, long now) {
    return nextAt(limit, now, 1);
  }

  /** When there are so many tokens, at most a whole burst; not before now. */
  public Ratio nextAt(Limit limit, long now, long tokens) {
    Ratio wanted = limit.interval().times(Math.min(tokens, limit.burst()));
    Ratio next = clamped(limit, now).plus(wanted).minus(limit.depth());
    return next.max(Ratio.of(now, 1));
  }

  public Ratio fullAt() {
    return fullAt;
  }

  private Ratio rest(Limit limit, long now) {
    return Ratio.of(now, 1).plus(limit.depth()).minus(clamped(limit, now));
  }

  /** A clock that was set back costs one burst at most. */
  private Ratio clamped(Limit limit, long now) {
    Ratio least = Ratio.of(now, 1);
    return fullAt.max(least).min(least.plus(limit.depth()));
  }
}
