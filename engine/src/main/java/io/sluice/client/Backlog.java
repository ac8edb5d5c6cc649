package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueFullException;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Tells callers of a full queue when there is probably room: what waits too much, divided by how
 * fast tasks end. Asked of Redis once a second, however many are refused.
 */
final class Backlog {
  private static final Duration KEPT = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final QueueName queue;
  private final long byDefault;
  private final Mono<QueueFullException> refusal;

  Backlog(QueueName queue, TaskStore store, long byDefault) {
    this.queue = queue;
    this.byDefault = byDefault;
    this.refusal =
        store
            .stats(queue)
            .map(this::refusal)
            .onErrorResume(error -> Mono.just(new QueueFullException(queue, byDefault, SHORTEST)))
            .cache(KEPT);
  }

  <T> Mono<T> refuse() {
    return refusal.flatMap(
        known -> Mono.error(new QueueFullException(queue, known.maxBacklog(), known.retryAfter())));
  }

  private QueueFullException refusal(QueueView view) {
    Long set = view.settings().maxBacklog();
    long most = set == null ? byDefault : set;
    QueueView.Counts counts = view.counts();
    long over = counts.ready() + counts.scheduled() + counts.retrying() - most + 1;
    double rate = view.rates().ended();
    Duration wait = rate <= 0 ? SHORTEST : Duration.ofSeconds((long) Math.ceil(over / rate));
    return new QueueFullException(queue, most, between(SHORTEST, wait, LONGEST));
  }

  private static Duration between(Duration least, Duration value, Duration most) {
    if (value.compareTo(least) < 0) {
      return least;
    }
    return value.compareTo(most) > 0 ? most : value;
  }
}
