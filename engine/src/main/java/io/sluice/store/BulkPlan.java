package io.sluice.store;

import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;

/**
 * What a bulk action is to do.
 *
 * @param from tasks of this state
 * @param rate at most so many a second; 0 for as fast as it goes
 * @param type only of this type; empty for any
 * @param error only those that failed with this type of error last; empty for any
 */
public record BulkPlan(
    String id, BulkAction.Kind kind, TaskState from, int rate, String type, String error) {}
