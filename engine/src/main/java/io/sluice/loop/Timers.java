package io.sluice.loop;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of timers and loops, of all engines of a process. No code of a user ever runs there,
 * so that nothing which keeps its thread keeps a session from being extended. Reactor's own timers
 * are no place for that: they belong to the application as well.
 */
public final class Timers {
  private static final int THREADS = 2;

  private static final Scheduler SCHEDULER = Schedulers.newParallel("sluice-timer", THREADS, true);

  /** Never to be disposed of. */
  public static Scheduler scheduler() {
    return SCHEDULER;
  }

  private Timers() {}
}
