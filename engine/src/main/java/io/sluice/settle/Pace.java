package io.sluice.settle;

import io.sluice.lane.Forecast;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How quickly the tasks of a session end. Those that were claimed in one call and end within
 * moments are settled in one call again: if the first outcome went alone, and then a claim for its
 * slot, the batch would fall to pieces, each of which costs two calls. Thread-safe.
 */
public final class Pace implements Forecast {
  /** A claim of fewer makes no batch. */
  private static final int LEAST = 8;

  /** For tasks that take longer than this on average, from claim to outcome, nobody waits. */
  private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(2_000);

  /** How much one task counts in the average. */
  private static final double WEIGHT = 1.0 / 64;

  /** The tasks of a claim that have not ended after so many times the average end by themselves. */
  private static final int SOON = 3;

  private final LongSupplier nanos;
  private double meanNanos = QUICK_NANOS; // guarded by this, as all below
  private int coming;
  private long claimedNanos;

  public Pace() {
    this(System::nanoTime);
  }

  /**
   * @param nanos the time, in ns
   */
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** So many tasks have come in one call. */
  public synchronized void claimed(int tasks) {
    coming = tasks < LEAST ? 0 : tasks;
    claimedNanos = nanos.getAsLong();
  }

  /** A task has ended, so long after it was claimed, in ns. */
  public synchronized void ended(long afterNanos) {
    meanNanos += WEIGHT * (Math.min(afterNanos, SOON * QUICK_NANOS) - meanNanos);
  }

  /** So many outcomes are on their way. */
  public synchronized void sent(int outcomes) {
    coming = Math.max(0, coming - outcomes);
  }

  @Override
  public synchronized int items() {
    boolean soon = meanNanos < QUICK_NANOS && nanos.getAsLong() - claimedNanos < SOON * meanNanos;
    return soon ? coming : 0;
  }

  /** No longer than one of them takes. */
  @Override
  public synchronized long patienceNanos() {
    return (long) meanNanos;
  }
}
