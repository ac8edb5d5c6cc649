package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.Map;

/**
 * A part of what a session holds.
 *
 * @param cursor where to go on, {@link #END} when this was the last part
 * @param tokens by task
 */
public record HeldPage(String cursor, Map<TaskId, String> tokens) {
  /** Where a listing starts, and what its last page carries. */
  public static final String END = "0";
}
