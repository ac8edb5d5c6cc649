package io.sluice.crew;

/** Something of a user that runs on a thread of the crew. */
@FunctionalInterface
public interface Piece extends Runnable {
  /** What it is, for a warning when it keeps its thread: a type of tasks, say. */
  default String name() {
    return "";
  }
}
