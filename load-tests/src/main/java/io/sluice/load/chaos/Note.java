package io.sluice.load.chaos;

import java.nio.ByteBuffer;

/**
 * What a worker process tells of a task, or of itself.
 *
 * @param stage the place of its queue, from 0
 * @param attempt of the task, from 1
 * @param task its number, or {@link #NO_TASK}
 * @param claim the fingerprint of the token that it was claimed by
 * @param at when it was told, in ms, by the clock of this machine
 * @param claimedAt when it was claimed, in ms, by the clock of Redis
 */
record Note(Kind kind, int stage, int attempt, int task, long claim, long at, long claimedAt) {
  static final int NO_TASK = -1;
  static final int BYTES = 32;

  /** Its code is its place. */
  enum Kind {
    /** Connected; works when told to. */
    UP(0),
    WORKING(1),
    READY(2),
    UNREADY(3),
    START(4),
    END(5),
    /** Outcomes that were accepted. */
    SUCCEEDED(6),
    RETRIED(7),
    BURIED(8),
    RELEASED(9),
    CANCELLED(10),
    /** An outcome that was refused. */
    REFUSED(11);

    private static final Kind[] ALL = values();

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) {
      return ALL[code];
    }

    boolean accepted() {
      return this == RETRIED || this == RELEASED || terminal();
    }

    /** Accepted, and the task is over. */
    boolean terminal() {
      return this == SUCCEEDED || this == BURIED || this == CANCELLED;
    }
  }

  /** Of the worker itself. */
  static Note of(Kind kind) {
    return new Note(kind, 0, 0, NO_TASK, 0, System.currentTimeMillis(), 0);
  }

  byte[] encoded() {
    return ByteBuffer.allocate(BYTES)
        .putShort((short) kind.code)
        .putShort((short) stage)
        .putInt(task)
        .putLong(claim)
        .putLong(at)
        // 48 bits of ms are enough for 8,900 years.
        .putLong((claimedAt << Short.SIZE) | (attempt & 0xffff))
        .array();
  }

  static Note decoded(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Kind kind = Kind.of(in.getShort());
    int stage = in.getShort();
    int task = in.getInt();
    long claim = in.getLong();
    long at = in.getLong();
    long last = in.getLong();
    return new Note(kind, stage, (int) (last & 0xffff), task, claim, at, last >> Short.SIZE);
  }
}
