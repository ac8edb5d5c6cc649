package io.sluice.spec.fair;

import org.jspecify.annotations.Nullable;

/**
 * What holds for a group.
 *
 * @param cap how many of its tasks may run at once; 0 for any number
 * @param rate null for none
 * @param maxBacklog how many of its tasks may wait; 0 for any number
 */
public record Rule(long weight, long cap, Pace.@Nullable Limit rate, long maxBacklog) {
  public static final Rule NONE = new Rule(1, 0, null, 0);

  /**
   * As it is stored: {@code weight cap rate per_ms burst maxBacklog}, each with a mark before it
   * where it is the default's.
   */
  public static Rule of(String stored) {
    String[] words = stored.replace("=", "").split(" ", -1);
    long rate = Long.parseLong(words[2]);
    return new Rule(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        rate == 0 ? null : new Pace.Limit(rate, Long.parseLong(words[3]), Long.parseLong(words[4])),
        Long.parseLong(words[5]));
  }

  public String stored() {
    return weight
        + " "
        + cap
        + " "
        + (rate == null ? "0 0 0" : rate.starts() + " " + rate.perMs() + " " + rate.burst())
        + " "
        + maxBacklog;
  }
}
