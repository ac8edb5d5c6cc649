package io.sluice.store;

import io.sluice.task.TaskId;

/** Something that a handler tells of the task that it runs. */
public sealed interface Note {
  /** At most this many characters of a text are kept. */
  int MAX_LENGTH = 1000;

  TaskId id();

  /** Of its claim: what others say of the task is not taken. */
  String token();

  /**
   * How far it is.
   *
   * @param fraction 0 to 1
   */
  record Progress(TaskId id, String token, double fraction, String message) implements Note {}

  /** A line for its log. */
  record Line(TaskId id, String token, String text) implements Note {}
}
