package io.sluice.task.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing of tasks.
 *
 * @param cursor where the next page begins; null when this was the last
 */
public record TaskPage(List<TaskView> tasks, @Nullable String cursor) {}
