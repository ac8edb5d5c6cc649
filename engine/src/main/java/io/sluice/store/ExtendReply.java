package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/** The answer to an extend. */
public sealed interface ExtendReply {
  /** Where the cancels start, and what the last part of them carries. */
  String END = "0";

  /**
   * The session lives on.
   *
   * @param cursor where to go on, {@link #END} when these were the last
   * @param cancels running tasks of it that somebody asked to cancel, a part of them
   */
  record Alive(String cursor, List<TaskId> cancels) implements ExtendReply {}

  /** The session was fenced; open another. */
  record Gone() implements ExtendReply {}
}
