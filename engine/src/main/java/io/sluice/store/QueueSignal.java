package io.sluice.store;

import io.sluice.event.TaskEvent;
import io.sluice.task.TaskId;

/** What the store says about a queue while it happens. */
public sealed interface QueueSignal {
  /** A task came to a state. */
  record Happened(TaskEvent event) implements QueueSignal {}

  /** Somebody asks to cancel a task that runs. {@link TaskStore#extend} tells it too, later. */
  record CancelAsked(TaskId id) implements QueueSignal {}
}
