package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.DuplicateTaskException;
import reactor.core.publisher.Mono;

/** Does something to one task and shows what it is then. May be repeated. */
final class ActOnTask implements Endpoint {
  /** What can be done. */
  @FunctionalInterface
  interface Verb {
    /** Completes when it is done; errors when the task's state does not allow it. */
    Mono<Void> on(String queue, String id);
  }

  private final Sluice sluice;
  private final Verb verb;

  ActOnTask(Sluice sluice, Verb verb) {
    this.sluice = sluice;
    this.verb = verb;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return exchange
        .emptyBody()
        .then(EngineCall.bounded(verb.on(path.queue().value(), path.id().value())))
        .onErrorResume(
            DuplicateTaskException.class, held -> Duplicates.refuse(sluice, path.queue(), held))
        .then(path.find(sluice))
        .map(task -> TaskJson.answer(200, task));
  }
}
