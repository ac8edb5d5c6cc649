package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Problems;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import reactor.core.publisher.Mono;

/** Tells who enqueues a task that exists which one that is. */
final class Duplicates {
  static <T> Mono<T> refuse(Sluice sluice, QueueName queue, DuplicateTaskException refused) {
    return EngineCall.bounded(sluice.tasks().find(queue.value(), refused.id().value()))
        .map(existing -> Problems.of(refused).withExisting(TaskJson.of(existing)))
        .onErrorReturn(SluiceException.class, Problems.of(refused))
        .flatMap(problem -> Mono.error(problem.asException()));
  }

  private Duplicates() {}
}
