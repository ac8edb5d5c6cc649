package io.sluice.task;

import org.jspecify.annotations.Nullable;

/** The store answered what it never should: a key of a wrong type, a record nobody wrote. */
public final class StoreCorruptedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final boolean newer;

  public StoreCorruptedException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private StoreCorruptedException(String message, @Nullable Throwable cause, boolean newer) {
    super(newer ? Code.STATE_CONFLICT : Code.INTERNAL, message, cause);
    this.newer = newer;
  }

  /** Of what a newer version of Sluice wrote: nothing is damaged, and it is to be left alone. */
  public static StoreCorruptedException newer(String message) {
    return new StoreCorruptedException(message, null, true);
  }

  /** Whether a newer version of Sluice wrote it, so that nothing is damaged. */
  public boolean isNewer() {
    return newer;
  }
}
