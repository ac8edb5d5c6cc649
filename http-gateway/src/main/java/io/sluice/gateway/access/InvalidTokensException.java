package io.sluice.gateway.access;

import org.jspecify.annotations.Nullable;

/** A file of tokens that cannot be used; the message names the file and the line. */
public final class InvalidTokensException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTokensException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
