package io.sluice.load.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What became of the send of each task; where it is a follow-up, the stage before is what sent it.
 * Of those with an id of the caller's own the id is known from the start, of others when they are
 * acknowledged. Written by many threads, each task by one.
 */
final class Sends {
  private static final String OWN = "own-";

  /** What became of a send. */
  enum Send {
    NONE(0),
    UNKNOWN(1),
    ACKNOWLEDGED(2),
    REFUSED(3);

    /** Its place. */
    private final int code;

    Send(int code) {
      this.code = code;
    }
  }

  private static final Send[] ALL = Send.values();

  private final long origin;
  private final byte[] states;
  private final boolean[] confirmed;
  private final int[] sentAt;
  private final int[] answeredAt;
  private final @Nullable String[] ids;

  /**
   * @param origin the instant, in ms, that the run began at
   */
  Sends(int tasks, long origin) {
    this.origin = origin;
    this.states = new byte[tasks];
    this.confirmed = new boolean[tasks];
    this.sentAt = new int[tasks];
    this.answeredAt = new int[tasks];
    this.ids = new String[tasks];
  }

  /** The instant, in ms, that the run began at. */
  long origin() {
    return origin;
  }

  int tasks() {
    return states.length;
  }

  /** The id that every second task is given; the others get one from the engine. */
  static @Nullable String ownId(int task) {
    return task % 2 == 0 ? OWN + task : null;
  }

  void sent(int task) {
    states[task] = (byte) Send.UNKNOWN.code;
    sentAt[task] = now();
  }

  void acknowledged(int task, String id) {
    if (ownId(task) == null) {
      ids[task] = id;
    }
    answered(task, Send.ACKNOWLEDGED);
  }

  /** More than memory was asked for, and the answer said that it was reached. */
  void confirmed(int task) {
    confirmed[task] = true;
  }

  /** How many are confirmed. */
  long confirmed() {
    long count = 0;
    for (boolean one : confirmed) {
      count += one ? 1 : 0;
    }
    return count;
  }

  boolean isConfirmed(int task) {
    return confirmed[task];
  }

  void refused(int task) {
    answered(task, Send.REFUSED);
  }

  /**
   * The stage before handed it on, or it is not known whether it did.
   *
   * @param at when, in ms
   * @param id null when nobody has told it
   */
  void handedOn(int task, Send send, long at, @Nullable String id) {
    states[task] = (byte) send.code;
    sentAt[task] = (int) (at - origin);
    answeredAt[task] = sentAt[task];
    ids[task] = id;
  }

  private void answered(int task, Send send) {
    answeredAt[task] = now();
    states[task] = (byte) send.code;
  }

  Send send(int task) {
    return ALL[states[task]];
  }

  long count(Send wanted) {
    long count = 0;
    for (byte state : states) {
      count += state == wanted.code ? 1 : 0;
    }
    return count;
  }

  /** Null when nobody has told it. */
  @Nullable String id(int task) {
    String own = ownId(task);
    return own == null ? ids[task] : own;
  }

  /** In ms. */
  long sentAt(int task) {
    return origin + sentAt[task];
  }

  /** In ms; the origin when there was no answer. */
  long answeredAt(int task) {
    return origin + answeredAt[task];
  }

  private int now() {
    return (int) (System.currentTimeMillis() - origin);
  }
}
