package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.TaskView;
import io.sluice.task.UnknownTaskException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells what becomes of one task: how it is now, and every change that was seen, up to its end. A
 * caller that reads slowly is told the latest.
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
    return Reads.awaiting(sluice, path).map(task -> ServerSentEvents.answer(events(path, task)));
  }

  private Flux<byte[]> events(TaskPath path, TaskView now) {
    return changes(path, now)
        .startWith(now)
        .distinctUntilChanged(TaskJson::version)
        .concatMapIterable(new TaskStory()::told, 1)
        .takeUntilOther(stopping.whenBegun());
  }

  /** Ends also when the task is gone: there is nothing more to tell. */
  private Flux<TaskView> changes(TaskPath path, TaskView now) {
    return now.state().terminal()
        ? Flux.empty()
        : sluice
            .tasks()
            .follow(path.queue().value(), path.id().value())
            .onErrorComplete(UnknownTaskException.class);
  }
}
