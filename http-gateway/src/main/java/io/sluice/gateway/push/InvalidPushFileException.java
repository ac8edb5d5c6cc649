package io.sluice.gateway.push;

import org.jspecify.annotations.Nullable;

/** A push file that cannot be used; the message names the file and the line, and no secret. */
public final class InvalidPushFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPushFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
