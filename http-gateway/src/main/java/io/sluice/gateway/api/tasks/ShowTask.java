package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.view.TaskView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Shows a task; on wish not before it has changed. */
final class ShowTask implements Endpoint {
  private static final String PAYLOAD = "payload";
  private static final String LOG = "log";

  private final Sluice sluice;
  private final Stopping stopping;

  ShowTask(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    TaskPath path = TaskPath.of(exchange);
    Set<String> include = included(exchange.query("include"));
    Mono<TaskView> first = exchange.prefer().waits() ? path.findAwaited(sluice) : path.find(sluice);
    return first.flatMap(task -> show(exchange, path, task, include));
  }

  private Mono<Answer> show(Exchange exchange, TaskPath path, TaskView task, Set<String> include) {
    Prefer prefer = exchange.prefer();
    ETag version = TaskJson.version(task);
    if (!exchange.has(version)) {
      return Mono.just(full(exchange, task, include));
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
        .map(now -> full(exchange, now, include))
        .switchIfEmpty(unchanged)
        .map(answer -> answer.with(Prefer.APPLIED, prefer.appliedWait()));
  }

  private static Answer full(Exchange exchange, TaskView task, Set<String> include) {
    boolean traces = exchange.caller().may(Role.OPERATOR);
    return Answer.json(
            200, TaskJson.with(task, include.contains(PAYLOAD), include.contains(LOG), traces))
        .with(ETag.HEADER, TaskJson.version(task).quoted());
  }

  private static Set<String> included(Query query) {
    String include = query.text("include");
    Set<String> parts = include == null ? Set.of() : new HashSet<>(List.of(include.split(",", -1)));
    if (!Set.of(PAYLOAD, LOG).containsAll(parts)) {
      throw Problem.invalid(
              "/include",
              "include must be payload, log or payload,log, is "
                  + Quoted.of(String.valueOf(include)))
          .asException();
    }
    return parts;
  }
}
