package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueView;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The queue that a path names, if it is there. What acts on a queue, or looks into it, creates
 * none: a name that is written wrong is told, with the one that was probably meant.
 */
public final class KnownQueue {
  /** So many names are compared with one that is not known. */
  private static final int MAX_COMPARED = 500;

  /** Errors with {@code unknown_queue}. */
  public static Mono<QueueName> in(Sluice sluice, Exchange exchange) {
    return Mono.defer(
        () -> {
          String name = exchange.variable("queue");
          QueueName queue = QueueName.of(name);
          return EngineCall.bounded(sluice.queues().isKnown(queue.value()))
              .flatMap(
                  known -> known ? Mono.just(queue) : unknown(sluice, name, exchange.caller()));
        });
  }

  /** The queue of this name; errors with {@code unknown_queue}, also where it is hidden. */
  static Mono<QueueName> named(Sluice sluice, String name, Caller caller) {
    return Mono.defer(
        () -> {
          QueueName queue = nameOf(name);
          return caller.mayReach(queue)
              ? EngineCall.bounded(sluice.queues().isKnown(queue.value()))
                  .flatMap(known -> known ? Mono.just(queue) : unknown(sluice, name, caller))
              : unknown(sluice, name, caller);
        });
  }

  /**
   * The view of the queue of this name; errors with {@code unknown_queue}.
   *
   * @param caller reaches the queue, if there is one
   */
  public static Mono<QueueView> view(Sluice sluice, String name, Caller caller) {
    return Mono.defer(() -> EngineCall.bounded(sluice.queues().find(nameOf(name).value())))
        .switchIfEmpty(Mono.defer(() -> unknown(sluice, name, caller)));
  }

  /** The refusal that suggests a queue which this caller reaches. */
  private static <T> Mono<T> unknown(Sluice sluice, String name, Caller caller) {
    return EngineCall.bounded(sluice.queues().list(null, MAX_COMPARED))
        .map(names -> names.stream().map(QueueName::value).filter(caller::mayReach).toList())
        .onErrorReturn(List.of())
        .flatMap(names -> Mono.error(Unknown.queue(name, names)));
  }

  /** One that no queue can have is the name of an unknown one. */
  private static QueueName nameOf(String name) {
    try {
      return QueueName.of(name);
    } catch (InvalidTaskException impossible) {
      throw Unknown.queue(name);
    }
  }

  private KnownQueue() {}
}
