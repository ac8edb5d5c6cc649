package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.TaskView;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells what becomes of one task: how it is now, and every change that was seen, up to its end. A
 * caller that reads slowly is told the latest.
 *
 * <p>A browser that was refused once never comes back, and one that was told the end comes back for
 * ever, unless it is answered with 204. So the answer begins also while Redis is away, and tells
 * how the task is once Redis says so; and who has been told the end is told that it is over.
 */
final class FollowTask implements Endpoint {
  private final Sluice sluice;
  private final Stopping stopping;

  FollowTask(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return path.findAwaited(sluice)
        .map(
            now ->
                wasToldItsEnd(exchange, now)
                    ? ServerSentEvents.over()
                    : answer(exchange, startingWith(now, path)))
        .onErrorResume(
            UnknownTaskException.class,
            gone ->
                ServerSentEvents.wasToldUnknown(exchange)
                    ? Mono.just(ServerSentEvents.over())
                    : Mono.error(gone))
        .onErrorResume(EngineCall::isTemporary, away -> Mono.just(answer(exchange, changes(path))));
  }

  private Answer answer(Exchange exchange, Flux<TaskView> views) {
    return ServerSentEvents.answer(
        views
            .distinctUntilChanged(TaskJson::version)
            .takeWhile(task -> !wasToldItsEnd(exchange, task))
            .concatMapIterable(new TaskStory()::told, 1)
            .onErrorResume(
                UnknownTaskException.class,
                gone -> Mono.just(ServerSentEvents.unknown(Problems.of(gone), exchange)))
            .takeUntilOther(stopping.whenBegun()));
  }

  private static boolean wasToldItsEnd(Exchange exchange, TaskView task) {
    return task.state().terminal()
        && TaskJson.version(task).value().equals(exchange.header(ServerSentEvents.LAST_EVENT_ID));
  }

  private Flux<TaskView> startingWith(TaskView now, TaskPath path) {
    return now.state().terminal() ? Flux.just(now) : changes(path).startWith(now);
  }

  private Flux<TaskView> changes(TaskPath path) {
    return sluice.tasks().follow(path.queue().value(), path.id().value());
  }
}
