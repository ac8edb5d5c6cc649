package io.sluice.store.stream;

import io.sluice.task.TaskId;

/**
 * One item that a run emits.
 *
 * @param token of the claim; what others emit for the task is not taken
 * @param mostItems that the stream of the run may have
 * @param mostBytes of all items of the run together
 * @param number of the item in its run, from 0 on; an item that was taken already is not taken
 *     again
 */
public record Emission(
    TaskId id, String token, int mostItems, long mostBytes, long number, byte[] item) {}
