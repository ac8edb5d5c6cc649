package io.sluice.gateway.api.tasks;

import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.TaskState;
import io.sluice.task.view.Progress;
import io.sluice.task.view.TaskView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one caller was told of a task, so that each change is told as what it is. */
final class TaskStory {
  private @Nullable TaskState state;
  private @Nullable Progress progress;
  private int attempt;

  /** The events that tell of this view, after the one before it. */
  List<byte[]> told(TaskView task) {
    List<byte[]> events = new ArrayList<>(2);
    Progress made = task.progress();
    boolean moved = task.state() != state || task.attempt() != attempt;
    if (made != null && !made.equals(progress) && state != null) {
      events.add(
          ServerSentEvents.event(
              id(task), "task.progress", JsonObject.write(json -> TaskJson.progress(json, made))));
    }
    if (moved || events.isEmpty()) {
      events.add(
          ServerSentEvents.event(id(task), "task." + task.state().wireName(), TaskJson.of(task)));
    }
    state = task.state();
    attempt = task.attempt();
    progress = made;
    return events;
  }

  private static String id(TaskView task) {
    return TaskJson.version(task).value();
  }
}
