package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/**
 * A page of a listing.
 *
 * @param cursor where to go on; empty when these were the last
 */
public record IdPage(List<TaskId> ids, String cursor) {
  /** Where a listing starts, and what its last page carries. */
  public static final String NONE = "";
}
