package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/** The answer to an extend. */
public sealed interface ExtendReply {
  /**
   * The session lives on.
   *
   * @param cancels running tasks of it that somebody asked to cancel
   */
  record Alive(List<TaskId> cancels) implements ExtendReply {}

  /** The session was fenced; open another. */
  record Gone() implements ExtendReply {}
}
