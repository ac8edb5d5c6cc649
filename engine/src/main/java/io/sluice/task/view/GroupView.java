package io.sluice.task.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group of a queue that has tasks waiting or running, as one look at its queue saw it.
 *
 * @param group its name; empty for the tasks without a group
 * @param ready how many of its tasks may run now, but for the limits
 * @param running how many of its tasks run
 * @param share its part of the starts, 0 to 1, by its weight among the groups that may run now; 0
 *     while it may not
 * @param barredUntil until when it may not run, since it is out of its rate or was throttled; null
 *     when it may, or when it is at its limit of tasks that run
 */
public record GroupView(
    String group, long ready, long running, double share, @Nullable Instant barredUntil) {}
