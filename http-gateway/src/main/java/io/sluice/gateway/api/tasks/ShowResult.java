package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.Json;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.task.TaskFailedException;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gives the result of a task as the bytes that its handler gave; on wish waits for it. */
final class ShowResult implements Endpoint {
  private static final byte[] NO_RESULT = "null".getBytes(StandardCharsets.UTF_8);

  private final Sluice sluice;
  private final Stopping stopping;

  ShowResult(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    Prefer prefer = exchange.prefer();
    return prefer.waits()
        ? path.findAwaited(sluice).flatMap(task -> waited(path, task, prefer))
        : path.find(sluice).map(ShowResult::of);
  }

  private Mono<Answer> waited(TaskPath path, TaskView task, Prefer prefer) {
    Mono<TaskView> ended =
        sluice
            .tasks()
            .await(path.queue().value(), path.id().value())
            .take(prefer.waitFor())
            .takeUntilOther(stopping.whenBegun());
    Mono<TaskView> latest =
        task.state().terminal() ? Mono.just(task) : ended.switchIfEmpty(path.find(sluice));
    return latest.map(ShowResult::of).map(of -> of.with(Prefer.APPLIED, prefer.appliedWait()));
  }

  private static Answer of(TaskView task) {
    return switch (task.state()) {
      case SUCCEEDED -> result(task.result());
      case DEAD, CANCELLED, EXPIRED ->
          throw new TaskFailedException(task.id(), task.state(), task.failure());
      case SCHEDULED, READY, RUNNING, RETRYING ->
          TaskJson.answer(202, task)
              .with(Answer.RETRY_AFTER, String.valueOf(ProblemCode.RETRY_AFTER_SECONDS));
    };
  }

  private static Answer result(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return Answer.json(200, NO_RESULT);
    }
    return Json.isJson(bytes)
        ? Answer.json(200, bytes)
        : Answer.of(200, "application/octet-stream", bytes);
  }
}
