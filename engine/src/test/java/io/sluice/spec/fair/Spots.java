package io.sluice.spec.fair;

/** Gives places to the tasks of one call, one after the other. */
public final class Spots {
  private static final int MOST_OF_A_NUMBER = 256;

  private final Fair fair;
  private final long now;
  private int used = MOST_OF_A_NUMBER;

  public Spots(Fair fair, long now) {
    this.fair = fair;
    this.now = now;
  }

  /** An envelope whose spot lacked its number, if it is to have one. */
  public String numbered(String open) {
    String spot = Spot.in(open);
    if (!Spot.isNumbered(spot)) {
      return open;
    }
    return Spot.stored(next(Spot.group(spot), Spot.urgency(spot)), Spot.envelope(open));
  }

  /** The same as if it had come then, the first of its call. */
  public static String since(String open, long ms) {
    String spot = Spot.in(open);
    if (!Spot.isNumbered(spot)) {
      return open;
    }
    return Spot.stored(
        Spot.of(Spot.group(spot), Spot.urgency(spot), Spot.nextSeq(0, ms), 0), Spot.envelope(open));
  }

  public String next(String group, int urgency) {
    if (used == MOST_OF_A_NUMBER) {
      fair.nextSeq(now);
      used = 0;
    }
    return Spot.of(group, urgency, fair.lastSeq(), used++);
  }
}
