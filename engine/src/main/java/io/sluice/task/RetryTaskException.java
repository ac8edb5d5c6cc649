package io.sluice.task;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A handler's word that the attempt failed and when to try again, in place of the policy's wait.
 * The attempt counts, so the policy's number of attempts still ends it.
 */
public final class RetryTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /**
   * @throws NullPointerException when the delay or the reason is null
   */
  public RetryTaskException(Duration delay, String reason) {
    this(delay, reason, null);
  }

  /**
   * @param cause what the failure of the attempt tells, in place of the reason
   * @throws NullPointerException when the delay or the reason is null
   */
  public RetryTaskException(Duration delay, String reason, @Nullable Throwable cause) {
    super(Code.INTERNAL, Objects.requireNonNull(reason, "reason must not be null"), cause);
    this.delay = Objects.requireNonNull(delay, "delay must not be null");
  }

  public Duration delay() {
    return delay;
  }
}
