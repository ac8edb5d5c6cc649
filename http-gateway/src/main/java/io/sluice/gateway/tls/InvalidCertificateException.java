package io.sluice.gateway.tls;

import org.jspecify.annotations.Nullable;

/** A certificate or a key that cannot be used; the message names the file and what to do. */
public final class InvalidCertificateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidCertificateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
