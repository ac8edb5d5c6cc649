package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/**
 * What a call of repair changed.
 *
 * @param putBack were in no place, and are ready now
 * @param lost had a place but nothing to run; dropped
 * @param tidied had too many places, or too few beside the one they keep
 */
public record Mended(List<TaskId> putBack, List<TaskId> lost, List<TaskId> tidied) {}
