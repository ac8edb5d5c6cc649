package io.sluice.load.http;

import org.jspecify.annotations.Nullable;

/** No answer came, or one that leaves open whether the task is there. */
public final class UnansweredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnansweredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
