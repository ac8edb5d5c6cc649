package io.sluice.remote;

import io.sluice.store.ClaimReply;
import java.time.Duration;
import java.util.List;

/**
 * What one try gave.
 *
 * @param pause when there was nothing: how long not to try again at least, whatever is heard
 */
record Given(List<RemoteTask> tasks, Duration pause) {
  /** A paused queue may be resumed by anybody, and nobody is told. */
  private static final Duration PAUSED = Duration.ofSeconds(2);

  /** As long as as many run as may. */
  private static final Duration LIMITED = Duration.ofMillis(250);

  static final Given NOTHING = new Given(List.of(), Duration.ZERO);

  /** Of a partition that does not answer, or knows no such session yet. */
  static final Given MISSED = new Given(List.of(), LIMITED);

  static Given nothing(ClaimReply.Resting reply) {
    Duration poll = reply instanceof ClaimReply.Paused ? PAUSED : LIMITED;
    return new Given(List.of(), reply.restWithin(poll));
  }

  static Given of(List<RemoteTask> tasks) {
    return new Given(tasks, Duration.ZERO);
  }

  boolean isNothing() {
    return tasks.isEmpty();
  }
}
