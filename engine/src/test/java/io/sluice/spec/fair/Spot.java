package io.sluice.spec.fair;

/**
 * The place of a task with a group or a priority, as text: {@code group \0 urgency seq index}. It
 * is kept for life. A character is a byte, and the order of texts is the order of tasks in a group.
 * That of a task without a group is {@code \0 urgency}, until it is moved while it is ready.
 */
public final class Spot {
  private static final char MARK = 2;
  private static final int SEQ_DIGITS = 12;
  private static final int TICKS_PER_MS = 64;

  /** How long a spot is behind its group. */
  static final int TAIL = SEQ_DIGITS + 3;

  /** The urgency of a task that has a group and no priority of its own. */
  public static final int PLAIN = 5;

  public static String of(String group, int urgency, long seq, int index) {
    return group + "\0" + urgency + String.format("%012x", seq) + (char) index;
  }

  /** The number of a call that comes after the last one. */
  public static long nextSeq(long last, long nowMs) {
    return Math.max(last + 1, nowMs * TICKS_PER_MS);
  }

  /** Of a stored envelope; empty for a task without a group and a priority. */
  public static String in(String stored) {
    return isIn(stored) ? stored.substring(2, 2 + stored.charAt(1)) : "";
  }

  private static boolean isIn(String stored) {
    return stored.length() > 1 && stored.charAt(0) == MARK;
  }

  /** An envelope as a client sends it: its spot lacks number and place, which a script gives. */
  public static String open(String group, int urgency, String envelope) {
    if (group.isEmpty() && urgency == PLAIN) {
      return envelope;
    }
    String number = group.isEmpty() ? "" : "0".repeat(SEQ_DIGITS + 1);
    return stored(group + "\0" + urgency + number, envelope);
  }

  public static String stored(String spot, String envelope) {
    return MARK + "" + (char) spot.length() + spot + envelope;
  }

  /** An envelope as it was before it was stored with a spot. */
  public static String envelope(String stored) {
    return isIn(stored) ? stored.substring(2 + stored.charAt(1)) : stored;
  }

  public static String group(String spot) {
    return spot.substring(0, spot.indexOf(0));
  }

  /** Of a task without a group. */
  public static String level(int urgency) {
    return "\0" + urgency;
  }

  public static boolean isNumbered(String spot) {
    return spot.length() >= TAIL;
  }

  public static int urgency(String spot) {
    return spot.charAt(spot.indexOf(0) + 1) - '0';
  }

  /** What orders tasks of one urgency. */
  public static String age(String spot) {
    return spot.substring(spot.indexOf(0) + 2);
  }

  /** When the task came, in ms. */
  public static long arrival(String spot) {
    int from = spot.indexOf(0) + 2;
    return Long.parseLong(spot.substring(from, from + SEQ_DIGITS), 16) / TICKS_PER_MS;
  }

  /** The id behind a spot. */
  public static String idOf(String member) {
    return member.substring(member.indexOf(0) + TAIL);
  }

  public static String withUrgency(String spot, int urgency) {
    return group(spot) + "\0" + urgency + age(spot);
  }

  private Spot() {}
}
