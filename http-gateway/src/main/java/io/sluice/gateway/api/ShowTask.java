package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.TaskView;
import reactor.core.publisher.Mono;

/** Shows a task; on wish not before it has changed. */
final class ShowTask implements Endpoint {
  private final Sluice sluice;
  private final Stopping stopping;

  ShowTask(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    TaskPath path = TaskPath.of(exchange);
    boolean payload = wantsPayload(exchange.query("include"));
    return find(path).flatMap(task -> show(exchange, path, task, payload));
  }

  private Mono<Answer> show(Exchange exchange, TaskPath path, TaskView task, boolean payload) {
    Prefer prefer = exchange.prefer();
    ETag version = TaskJson.version(task);
    if (!exchange.has(version)) {
      return Mono.just(full(task, payload));
    }
    Mono<Answer> unchanged = Mono.just(Answer.empty(304).with(ETag.HEADER, version.quoted()));
    if (!prefer.waits()) {
      return unchanged;
    }
    return sluice
        .tasks()
        .follow(path.queue().value(), path.id().value())
        .filter(now -> !exchange.has(TaskJson.version(now)))
        .next()
        .take(prefer.waitFor())
        .takeUntilOther(stopping.whenBegun())
        .map(now -> full(now, payload))
        .switchIfEmpty(unchanged)
        .map(answer -> answer.with(Prefer.APPLIED, prefer.appliedWait()));
  }

  private Mono<TaskView> find(TaskPath path) {
    return Reads.bounded(sluice.tasks().find(path.queue().value(), path.id().value()));
  }

  private static Answer full(TaskView task, boolean payload) {
    return payload
        ? Answer.json(200, TaskJson.withPayload(task))
            .with(ETag.HEADER, TaskJson.version(task).quoted())
        : TaskAnswer.of(200, task);
  }

  private static boolean wantsPayload(Query query) {
    String include = query.text("include");
    if (include != null && !include.equals("payload")) {
      throw Problem.invalid("/include", "include must be payload, is " + Quoted.of(include))
          .asException();
    }
    return include != null;
  }
}
