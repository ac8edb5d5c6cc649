package io.sluice.load.peers;

import java.time.Duration;

/**
 * How much is done in a turn.
 *
 * @param seconds of a closed loop, and of a plan
 * @param warmupSeconds before either, not measured
 * @param tasks of a backlog, and of the one before it that warms up
 * @param limit after which a turn is ended and has failed
 */
public record Size(int seconds, int warmupSeconds, int tasks, Duration limit) {
  /** For figures that are kept. */
  public static final Size FULL = new Size(6, 6, 200_000, Duration.ofMinutes(6));

  /** To see that it works: a JVM is still compiling. */
  public static final Size QUICK = new Size(2, 2, 20_000, Duration.ofMinutes(2));

  /** Of a turn that only chooses a setting. */
  static final Size TRIAL = new Size(2, 1, 20_000, Duration.ofMinutes(2));
}
