package io.sluice.lane;

import io.sluice.loop.Timers;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * How a call without an answer is sent again: soon at first, then four times a second, with jitter.
 */
public final class Resend {
  private static final Duration FIRST_WAIT = Duration.ofMillis(25);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);
  private static final double JITTER = 0.5;

  /** Hears of each call that is sent again. */
  @FunctionalInterface
  public interface Witness {
    void resent(int sends, Throwable cause);
  }

  /**
   * Sends again on {@link RedisUnavailableException}, and on nothing else.
   *
   * @param over asked before each new send; when true, the last error is the answer
   */
  public static Retry until(BooleanSupplier over, Witness witness) {
    return until(over, witness, Timers.scheduler());
  }

  /** The same, whose waits are by this clock. */
  static Retry until(BooleanSupplier over, Witness witness, Scheduler clock) {
    return Retry.backoff(Long.MAX_VALUE, FIRST_WAIT)
        .scheduler(clock)
        .maxBackoff(LONGEST_WAIT)
        .jitter(JITTER)
        .filter(error -> error instanceof RedisUnavailableException && !over.getAsBoolean())
        .doBeforeRetry(again -> witness.resent((int) again.totalRetries() + 1, again.failure()));
  }

  private Resend() {}
}
