package io.sluice.load.traffic;

/** The bound of tasks that wait when a pass begins. */
final class Backlog {
  /** What is kept of each takes bytes of memory, and more than a night to work off. */
  static final int MOST = 10_000_000;

  static int check(String option, long tasks) {
    if (tasks < 1 || tasks > MOST) {
      throw new IllegalArgumentException(option + " must be 1 to " + MOST + " tasks, is " + tasks);
    }
    return (int) tasks;
  }

  private Backlog() {}
}
