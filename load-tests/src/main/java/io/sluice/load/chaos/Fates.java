package io.sluice.load.chaos;

import io.sluice.task.view.TaskView;
import java.util.BitSet;

/** What Redis says of each task in the end. Written by many threads, each task by one. */
final class Fates {
  private static final Fate[] ALL = Fate.values();

  /** Where a task is. */
  enum Fate {
    /** Not asked for, since nobody knows its id. */
    UNASKED(0),
    ABSENT(1),
    SUCCEEDED(2),
    DEAD(3),
    CANCELLED(4),
    UNFINISHED(5);

    /** Its place. */
    private final int code;

    Fate(int code) {
      this.code = code;
    }

    boolean terminal() {
      return this == SUCCEEDED || this == DEAD || this == CANCELLED;
    }
  }

  private final byte[] fates;
  private final byte[] crashes;
  private final BitSet doubled = new BitSet();

  Fates(int tasks) {
    fates = new byte[tasks];
    crashes = new byte[tasks];
  }

  void found(int task, TaskView view) {
    found(
        task,
        switch (view.state()) {
          case SUCCEEDED -> Fate.SUCCEEDED;
          case DEAD -> Fate.DEAD;
          case CANCELLED -> Fate.CANCELLED;
          default -> Fate.UNFINISHED;
        },
        view.crashes());
  }

  void found(int task, Fate fate, int crashed) {
    fates[task] = (byte) fate.code;
    crashes[task] = (byte) crashed;
  }

  void absent(int task) {
    found(task, Fate.ABSENT, 0);
  }

  /** Another task that has the number of this one. */
  void foundAnother(int task) {
    doubled.set(task);
  }

  /** Whether several tasks have this number. */
  boolean isDoubled(int task) {
    return doubled.get(task);
  }

  Fate of(int task) {
    return ALL[fates[task]];
  }

  int crashes(int task) {
    return crashes[task];
  }
}
