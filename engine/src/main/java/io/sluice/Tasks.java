package io.sluice;

import io.sluice.client.QueueClients;
import io.sluice.store.TaskStore;
import io.sluice.task.CancelReply;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskView;
import reactor.core.publisher.Mono;

/** Looks at single tasks and acts on them. Everything is cold. */
public final class Tasks {
  private final TaskStore store;
  private final QueueClients clients;

  Tasks(TaskStore store, QueueClients clients) {
    this.store = store;
    this.clients = clients;
  }

  /** The task as it is now; errors with {@link io.sluice.task.UnknownTaskException}. */
  public Mono<TaskView> find(String queue, String id) {
    return Mono.defer(() -> clients.of(QueueName.of(queue)).find(TaskId.of(id)));
  }

  /**
   * The task once it is terminal. Driven by events, and by polling for those that get lost. Bound
   * it with {@code timeout}: a task may never end.
   */
  public Mono<TaskView> await(String queue, String id) {
    return Mono.defer(() -> clients.of(QueueName.of(queue)).await(TaskId.of(id)));
  }

  /** Stops a task from running; a running one is asked to stop. */
  public Mono<CancelReply> cancel(String queue, String id) {
    return Mono.defer(() -> store.cancel(QueueName.of(queue), TaskId.of(id)));
  }
}
