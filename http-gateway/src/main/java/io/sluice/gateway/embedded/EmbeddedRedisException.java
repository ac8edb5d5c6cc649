package io.sluice.gateway.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded Redis cannot do what it is asked; the message says why and what to do. */
public sealed class EmbeddedRedisException extends RuntimeException permits PortTakenException {
  private static final long serialVersionUID = 1L;

  EmbeddedRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
