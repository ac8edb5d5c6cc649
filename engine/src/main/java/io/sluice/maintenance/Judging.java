package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.batch.BatchStore;
import io.sluice.store.batch.Judged;
import io.sluice.task.QueueName;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks after the batches of a queue: those that have ended get their callbacks, and members of
 * those that are cancelled are cancelled, a chunk a call. Any number of engines do so at once.
 */
final class Judging {
  /** A pass goes on while there is more, but not for ever: other queues share the connection. */
  private static final int MAX_CALLS_A_PASS = 50;

  private final BatchStore batches;
  private final EngineListener listener;

  Judging(BatchStore batches, EngineListener listener) {
    this.batches = batches;
    this.listener = listener;
  }

  /** Gives how long until the next batch is due. */
  Mono<Duration> judge(QueueName queue) {
    return batches
        .judge(queue)
        .doOnNext(judged -> report(queue, judged))
        .delayUntil(
            judged -> Flux.fromIterable(judged.stopping()).concatMap(part -> stop(queue, part)))
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(judged -> judged.looked() == 0)
        .last()
        .map(Judging::rest);
  }

  private void report(QueueName queue, Judged judged) {
    if (judged.complete() + judged.cancelled() > 0) {
      listener.on(new EngineEvent.BatchesEnded(queue, judged.complete(), judged.cancelled()));
    }
  }

  private Mono<Boolean> stop(QueueName queue, String part) {
    return batches.stop(queue, part).repeat(MAX_CALLS_A_PASS).takeUntil(more -> !more).last();
  }

  private static Duration rest(Judged judged) {
    Duration next = judged.next();
    return next == null || next.compareTo(Delivering.IDLE_REST) > 0 ? Delivering.IDLE_REST : next;
  }
}
