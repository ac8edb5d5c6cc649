package io.sluice.remote;

import io.sluice.task.TaskId;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session lives on.
 *
 * @param expiresIn how long from now
 * @param asked what somebody asked of the worker last; null for nothing
 * @param cancels tasks it holds that somebody asked to cancel; they are to be released
 */
public record Extended(Duration expiresIn, WorkerView.@Nullable Asked asked, List<TaskId> cancels) {
  /** Of one session, what another part of the answer says too. */
  Extended and(Extended more) {
    List<TaskId> all = new ArrayList<>(cancels);
    all.addAll(more.cancels);
    return new Extended(expiresIn, asked == null ? more.asked : asked, all);
  }
}
