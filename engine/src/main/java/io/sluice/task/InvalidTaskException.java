package io.sluice.task;

import org.jspecify.annotations.Nullable;

/** A value that cannot be accepted. */
public final class InvalidTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  public InvalidTaskException(String pointer, String message) {
    this(pointer, message, null);
  }

  public InvalidTaskException(String pointer, String message, @Nullable Throwable cause) {
    super(Code.VALIDATION_FAILED, message, cause);
    this.pointer = pointer;
  }

  /** JSON Pointer (RFC 6901) to the value, as if the task were a JSON document. */
  public String pointer() {
    return pointer;
  }
}
