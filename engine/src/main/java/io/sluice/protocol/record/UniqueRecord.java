package io.sluice.protocol.record;

import io.sluice.task.enqueue.Unique;

/** A unique key as scripts keep it: under a name of its own kind, for a time. */
public final class UniqueRecord {
  /** Stands for a time: the key is held until its task has ended. */
  public static final long UNTIL_ENDED = 0;

  /** The field of the key among all that is held once. */
  public static String name(Unique unique) {
    return "u" + unique.key();
  }

  /** How long the key is held in ms, or {@link #UNTIL_ENDED}. */
  public static long heldForMillis(Unique unique) {
    return unique.window() == null ? UNTIL_ENDED : unique.window().toMillis();
  }

  private UniqueRecord() {}
}
