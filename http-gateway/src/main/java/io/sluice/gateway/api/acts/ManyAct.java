package io.sluice.gateway.api.acts;

import io.sluice.Tasks;
import io.sluice.task.QueueName;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.CancelReply;
import reactor.core.publisher.Mono;

/** What can be done to many tasks; each is what can be done to one. */
enum ManyAct {
  RETRY {
    @Override
    Mono<Void> on(Tasks tasks, QueueName queue, TaskId id) {
      return tasks.retry(queue.value(), id.value());
    }
  },
  RUN_NOW {
    @Override
    Mono<Void> on(Tasks tasks, QueueName queue, TaskId id) {
      return tasks.runNow(queue.value(), id.value());
    }
  },
  CANCEL {
    @Override
    Mono<Void> on(Tasks tasks, QueueName queue, TaskId id) {
      return tasks
          .cancel(queue.value(), id.value())
          .flatMap(reply -> cancelled(reply, tasks, queue, id));
    }
  },
  DELETE {
    @Override
    Mono<Void> on(Tasks tasks, QueueName queue, TaskId id) {
      return tasks.delete(queue.value(), id.value());
    }
  };

  /** Completes when it is done, or asked for; errors when the task does not allow it. */
  abstract Mono<Void> on(Tasks tasks, QueueName queue, TaskId id);

  /** One that is cancelled already is what was asked for; any other end cannot be undone. */
  private static Mono<Void> cancelled(CancelReply reply, Tasks tasks, QueueName queue, TaskId id) {
    return switch (reply) {
      case CANCELLED, ASKED -> Mono.empty();
      case UNKNOWN -> Mono.error(new UnknownTaskException(queue, id));
      case FINISHED, DEAD ->
          tasks
              .find(queue.value(), id.value())
              .flatMap(
                  task ->
                      task.state() == TaskState.CANCELLED
                          ? Mono.empty()
                          : Mono.error(
                              new StateConflictException(queue, id, "cancel", task.state())));
    };
  }
}
