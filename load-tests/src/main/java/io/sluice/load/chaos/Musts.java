package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What a fault must not cost, beyond that nothing is lost: time, and tasks run again for nothing.
 */
final class Musts {
  /** What the promise allows beyond the session's life. */
  static final Duration REDELIVERY_SLACK = Duration.ofSeconds(2);

  /** Until every engine is ready again after a fault of Redis. */
  static final Duration RECOVERY = Duration.ofSeconds(6);

  private static final double P99 = 99;

  private final Set<Fault> asked;
  private final List<String> broken = new ArrayList<>();

  private Musts(Set<Fault> asked) {
    this.asked = asked;
  }

  /**
   * Each must that is broken, in a sentence.
   *
   * @param asked faults of the run
   */
  static List<String> broken(
      Set<Fault> asked,
      Redelivery redelivery,
      long reaped,
      List<Readiness.Recovery> recoveries,
      Duration session) {
    Musts musts = new Musts(asked);
    musts.termReapsNothing(reaped);
    musts.redelivered(redelivery.first(), session);
    recoveries.forEach(musts::recovered);
    return musts.broken;
  }

  private void termReapsNothing(long reaped) {
    if (asked.equals(EnumSet.of(Fault.TERM_WORKERS)) && reaped > 0) {
      broken.add(reaped + " tasks were reaped, though every worker stopped in good order");
    }
  }

  /** Where Redis or the wire fail too, a task waits for them. */
  private void redelivered(Histogram took, Duration session) {
    boolean workersOnly = asked.stream().allMatch(fault -> fault.where() == Fault.Where.WORKER);
    long limit = session.plus(REDELIVERY_SLACK).toMillis();
    long p99 = took.getValueAtPercentile(P99);
    if (workersOnly && took.getTotalCount() > 0 && p99 > limit) {
      broken.add(
          String.format(
              Locale.ROOT, "redelivery p99 is %,d ms, must be at most %,d ms", p99, limit));
    }
  }

  private void recovered(Readiness.Recovery recovery) {
    if (recovery.tookMillis() > RECOVERY.toMillis()) {
      broken.add(
          String.format(
              Locale.ROOT,
              "engine %d was ready %,d ms after %s was over, must be within %,d ms",
              recovery.engine(),
              recovery.tookMillis(),
              recovery.fault().fault().wireName(),
              RECOVERY.toMillis()));
    }
  }
}
