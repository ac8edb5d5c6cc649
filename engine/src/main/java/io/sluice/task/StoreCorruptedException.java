package io.sluice.task;

import org.jspecify.annotations.Nullable;

/** The store answered what it never should: a key of a wrong type, a record nobody wrote. */
public final class StoreCorruptedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public StoreCorruptedException(String message, @Nullable Throwable cause) {
    super(Code.INTERNAL, message, cause);
  }
}
