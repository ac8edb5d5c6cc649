package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/**
 * A part of one structure of a queue. What it says of a task was true for a moment.
 *
 * @param cursor where to go on, {@link HeldPage#END} when this was the last part
 * @param looked entries in this part
 * @param listed the entries, when the structure is a list
 * @param wrong entries that are wrong whatever the lists hold
 * @param mustWait entries that are right only if a list of waiting tasks holds them
 * @param mustHaveEnded entries that are right only if a list of ended tasks holds them
 */
public record SurveyPage(
    String cursor,
    int looked,
    List<TaskId> listed,
    List<TaskId> wrong,
    List<TaskId> mustWait,
    List<TaskId> mustHaveEnded) {}
