package io.sluice.task;

import org.jspecify.annotations.Nullable;

/**
 * The store answered what it never should, such as a key of a wrong type or a record that nobody
 * wrote; or what this engine cannot read. {@link #reason} says which.
 */
public final class StoreCorruptedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why something cannot be read. */
  public enum Reason {
    /** It is damaged. */
    DAMAGED(Code.INTERNAL),
    /** A newer version of Sluice wrote it: nothing is damaged, and it is to be left alone. */
    NEWER(Code.STATE_CONFLICT),
    /** It is encrypted by a key that this engine does not have: nothing is damaged. */
    KEY_UNKNOWN(Code.STATE_CONFLICT),
    /** It is not encrypted, and only what is encrypted is read. */
    NOT_ENCRYPTED(Code.STATE_CONFLICT),
    /** It was changed after it was encrypted, or was encrypted for another task. */
    NOT_AUTHENTIC(Code.INTERNAL);

    private final Code code;

    Reason(Code code) {
      this.code = code;
    }
  }

  public StoreCorruptedException(String message, @Nullable Throwable cause) {
    this(Reason.DAMAGED, message, cause);
  }

  public StoreCorruptedException(Reason reason, String message) {
    this(reason, message, null);
  }

  private StoreCorruptedException(Reason reason, String message, @Nullable Throwable cause) {
    super(reason.code, message, cause);
    this.reason = reason;
  }

  /** Of what a newer version of Sluice wrote: nothing is damaged, and it is to be left alone. */
  public static StoreCorruptedException newer(String message) {
    return new StoreCorruptedException(Reason.NEWER, message);
  }

  /** Why it cannot be read. */
  public Reason reason() {
    return reason;
  }

  /** Whether a newer version of Sluice wrote it, so that nothing is damaged. */
  public boolean isNewer() {
    return reason == Reason.NEWER;
  }
}
