package io.sluice.task;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not answer in time, or answered that it cannot now. Of a call that changes something
 * the outcome is not known: it happened wholly or not at all.
 */
public final class RedisUnavailableException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public RedisUnavailableException(String message, @Nullable Throwable cause) {
    super(Code.REDIS_UNAVAILABLE, message, cause);
  }
}
