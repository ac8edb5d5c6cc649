package io.sluice.remote;

import io.sluice.task.view.TaskView;

/**
 * A task in the hands of a worker elsewhere.
 *
 * @param token what its outcome is told with; opaque
 */
public record RemoteTask(TaskView task, String token) {}
