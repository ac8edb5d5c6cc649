package io.sluice.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handler's word that the attempt failed and when to try again, in place of the policy's wait.
 * The attempt counts, so the policy's number of attempts still ends it.
 */
public final class RetryTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  public RetryTaskException(Duration delay, String reason) {
    this(delay, reason, null);
  }

  public RetryTaskException(Duration delay, String reason, @Nullable Throwable cause) {
    super(Code.INTERNAL, reason, cause);
    this.delay = delay;
  }

  public Duration delay() {
    return delay;
  }
}
