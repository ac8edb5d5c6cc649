package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets faults of one place happen as planned, one after the other, on a thread of its own. A fault
 * that comes late since the one before it lasted is not left out.
 */
final class FaultDriver {
  /** Lets one happen, and returns when it is over. */
  @FunctionalInterface
  interface Place {
    void happen(Fault fault) throws InterruptedException;

    /** Brings back what the fault left behind, so that the next one finds all well. */
    default void mend() throws InterruptedException {
      // Most faults leave nothing.
    }
  }

  private final FaultPlan plan;
  private final Place place;
  private final FaultLog log;
  private final long originNanos;
  private final Thread thread;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param place where worker faults are logged by the crew, which knows whom they met
   */
  FaultDriver(Fault.Where where, FaultPlan plan, Place place, FaultLog log, long originNanos) {
    this.plan = plan.at(where);
    this.place = place;
    this.log = log;
    this.originNanos = originNanos;
    this.thread = new Thread(this::drive, "faults-" + where);
    thread.setDaemon(true);
  }

  FaultDriver begin() {
    thread.start();
    return this;
  }

  /** Waits until all have happened. */
  void finish() throws InterruptedException {
    thread.join();
  }

  void stop() {
    thread.interrupt();
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  private void drive() {
    try {
      for (FaultPlan.Due due : plan.inOrder()) {
        awaitInstant(due.atMillis());
        happen(due.fault());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void happen(Fault fault) throws InterruptedException {
    long from = System.currentTimeMillis();
    try {
      place.happen(fault);
      if (fault.where() != Fault.Where.WORKER) {
        log.add(new FaultLog.Happened(fault, FaultLog.NOBODY, from, System.currentTimeMillis()));
      }
    } catch (RuntimeException e) {
      report(fault.wireName() + " did not happen as it should: " + e);
    }
    try {
      place.mend();
    } catch (RuntimeException e) {
      report("what " + fault.wireName() + " left behind could not be mended: " + e);
    }
  }

  private synchronized void report(String problem) {
    problems.add(problem);
  }

  private void awaitInstant(long atMillis) throws InterruptedException {
    long wait = originNanos + TimeUnit.MILLISECONDS.toNanos(atMillis) - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
