package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import reactor.core.publisher.Mono;

/** Keeps a task from running, or asks for one that runs to be stopped. May be repeated. */
final class CancelTask implements Endpoint {
  private final Sluice sluice;

  CancelTask(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return exchange
        .emptyBody()
        .then(EngineCall.bounded(sluice.tasks().cancel(path.queue().value(), path.id().value())))
        .flatMap(reply -> answer(path, reply));
  }

  private Mono<Answer> answer(TaskPath path, CancelReply reply) {
    if (reply == CancelReply.UNKNOWN) {
      return Mono.error(new UnknownTaskException(path.queue(), path.id()));
    }
    return path.find(sluice)
        .map(
            task ->
                switch (reply) {
                  case CANCELLED -> TaskJson.answer(200, task);
                  case ASKED -> TaskJson.answer(task.state().terminal() ? 200 : 202, task);
                  case FINISHED, DEAD, UNKNOWN -> tooLate(task);
                });
  }

  /** One that is cancelled is what was asked for; any other end cannot be undone. */
  private static Answer tooLate(TaskView task) {
    if (task.state() == TaskState.CANCELLED) {
      return TaskJson.answer(200, task);
    }
    throw new StateConflictException(task.queue(), task.id(), "cancel", task.state());
  }
}
