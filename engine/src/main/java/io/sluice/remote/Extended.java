package io.sluice.remote;

import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;

/**
 * A session lives on.
 *
 * @param expiresIn how long from now
 * @param cancels tasks it holds that somebody asked to cancel; they are to be released
 */
public record Extended(Duration expiresIn, List<TaskId> cancels) {}
