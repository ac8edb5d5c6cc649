package io.sluice.schedule;

import io.sluice.task.enqueue.TaskOptions;

/**
 * What every fire of a schedule enqueues.
 *
 * @param type the name of the task type
 * @param payload opaque
 */
public record TaskTemplate(String type, TaskOptions options, byte[] payload) {}
