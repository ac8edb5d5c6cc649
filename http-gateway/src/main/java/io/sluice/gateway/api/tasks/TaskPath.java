package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.TaskView;
import reactor.core.publisher.Mono;

/** Which task a path names. One that no task can have is the path of an unknown task. */
record TaskPath(QueueName queue, TaskId id) {
  static TaskPath of(Exchange exchange) {
    String queue = exchange.variable("queue");
    String id = exchange.variable("id");
    try {
      return new TaskPath(QueueName.of(queue), TaskId.of(id));
    } catch (InvalidTaskException impossible) {
      throw Unknown.task(queue, id);
    }
  }

  /** The task as it is when this is subscribed to; errors with {@code unknown_task}. */
  Mono<TaskView> find(Sluice sluice) {
    return Mono.defer(() -> EngineCall.bounded(sluice.tasks().find(queue.value(), id.value())));
  }

  /** The same, for a caller that waits for the end of the task: from now on no end is missed. */
  Mono<TaskView> findAwaited(Sluice sluice) {
    return EngineCall.bounded(sluice.tasks().findAwaited(queue.value(), id.value()));
  }
}
