package io.sluice.protocol.record;

import io.sluice.task.enqueue.Debounce;
import io.sluice.task.enqueue.Unique;
import java.util.Locale;

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

  /** What becomes of another task with the key; of a debounce with its times in ms, 0 for none. */
  public static String onConflict(Unique unique) {
    Debounce debounce = unique.debounce();
    if (debounce == null) {
      return unique.onConflict().name().toLowerCase(Locale.ROOT);
    }
    long most = debounce.maxWait() == null ? 0 : debounce.maxWait().toMillis();
    return "debounce " + debounce.quiet().toMillis() + " " + most;
  }

  private UniqueRecord() {}
}
