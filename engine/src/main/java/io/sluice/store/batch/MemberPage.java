package io.sluice.store.batch;

import io.sluice.task.TaskId;
import java.util.List;

/**
 * A part of a walk through the members of a batch in one queue; it may be empty and not be the
 * last.
 *
 * @param cursor where to go on; {@link #BEGIN} when these were the last
 */
public record MemberPage(List<TaskId> ids, String cursor) {
  /** Where a walk begins, and where it ends. */
  public static final String BEGIN = "0:0";
}
