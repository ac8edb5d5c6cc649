package io.sluice.protocol.record;

import io.sluice.store.EnqueueItem;
import java.time.Duration;

/** When an item is due, as the scripts take it: {@code 0}, a delay in ms, or @ and an instant. */
public final class Due {
  private static final String NOT_CHECKED = "";

  /** When it is due. */
  public static String of(EnqueueItem item) {
    return item.runAt() != null
        ? "@" + item.runAt().toEpochMilli()
        : Long.toString(Math.max(0, item.delay().toMillis()));
  }

  /** The same and, if the task expires, ! and in how many ms. */
  public static String withExpiry(EnqueueItem item) {
    Duration expiresIn = item.task().options().expiresIn();
    return expiresIn == null ? of(item) : of(item) + "!" + expiresIn.toMillis();
  }

  /** The same, and nothing of an item at which a script need not look. */
  public static String whereChecked(EnqueueItem item) {
    return isChecked(item) ? withExpiry(item) : NOT_CHECKED;
  }

  /** Whether a script has to look at the item before it takes it. */
  public static boolean isChecked(EnqueueItem item) {
    return !item.fresh()
        || !item.immediate()
        || item.costly()
        || item.task().options().expiresIn() != null;
  }

  private Due() {}
}
