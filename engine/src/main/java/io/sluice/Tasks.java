package io.sluice;

import io.sluice.task.CancelReply;
import io.sluice.task.TaskView;
import reactor.core.publisher.Mono;

/** Looks at single tasks and acts on them. Everything is cold. */
public final class Tasks {
  Tasks() {}

  /** The task as it is now; errors with {@link io.sluice.task.UnknownTaskException}. */
  public Mono<TaskView> find(String queue, String id) {
    return Stubs.notYet();
  }

  /**
   * The task once it is terminal. Driven by events, and by polling for those that get lost. Bound
   * it with {@code timeout}: a task may never end.
   */
  public Mono<TaskView> await(String queue, String id) {
    return Stubs.notYet();
  }

  /** Stops a task from running; a running one is asked to stop. */
  public Mono<CancelReply> cancel(String queue, String id) {
    return Stubs.notYet();
  }
}
