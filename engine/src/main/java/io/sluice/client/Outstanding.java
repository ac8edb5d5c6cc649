package io.sluice.client;

import io.sluice.loop.Timers;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.view.CancelReply;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The tasks of one scatter that are in Redis and were not taken. When the scatter is over, those
 * that did not end are cancelled, and those that ended are dropped.
 *
 * <p>An enqueue that was sent cannot be taken back. So it goes on without its subscriber, and its
 * task is cancelled once the reply says that it is there.
 */
final class Outstanding {
  private static final int CANCELS_AT_ONCE = 64;

  /** A task that still runs then keeps its result, if it gives one, until its retention ends. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

  private final QueueClient client;
  private final Set<TaskId> tasks = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  Outstanding(QueueClient client) {
    this.client = client;
  }

  /** The enqueue of this task; it goes on when its subscriber leaves. */
  <A> Mono<A> enqueued(TaskId id, Mono<A> enqueue) {
    return Mono.create(
        reply ->
            enqueue
                .contextWrite(reply.contextView())
                .subscribe(
                    accepted -> {
                      add(id);
                      reply.success(accepted);
                    },
                    error -> {
                      cancelIfItMayBeThere(id, error);
                      reply.error(error);
                    }));
  }

  /** The result of this task was taken, or is not wanted. */
  void taken(TaskId id) {
    if (tasks.remove(id)) {
      client.discard(id);
    }
  }

  /** This task is not one of the scatter: another caller enqueued it, and may want it. */
  void leave(TaskId id) {
    tasks.remove(id);
  }

  /** No more results are taken. */
  void end() {
    over = true;
    cancel(Flux.fromIterable(tasks).filter(tasks::remove));
  }

  private void add(TaskId id) {
    tasks.add(id);
    if (over && tasks.remove(id)) {
      cancel(Flux.just(id));
    }
  }

  private void cancelIfItMayBeThere(TaskId id, Throwable error) {
    if (error instanceof RedisUnavailableException) {
      cancel(Flux.just(id));
    }
  }

  private void cancel(Flux<TaskId> ids) {
    ids.flatMap(this::cancelled, CANCELS_AT_ONCE)
        .flatMap(this::ended, ScatterOptions.MAX_WINDOW)
        .subscribe(nothing -> {}, error -> {});
  }

  /** The task, if it runs and was asked to stop. */
  private Mono<TaskId> cancelled(TaskId id) {
    return client
        .cancel(id)
        .doOnNext(
            reply -> {
              if (reply == CancelReply.FINISHED) {
                client.discard(id);
              }
            })
        .filter(reply -> reply == CancelReply.ASKED)
        .map(reply -> id)
        .onErrorComplete();
  }

  /** It may succeed before its worker hears that it is to stop. */
  private Mono<Void> ended(TaskId id) {
    return client
        .await(id)
        .timeout(STOPS_WITHIN, Timers.scheduler())
        .doOnNext(task -> client.discard(id))
        .then()
        .onErrorComplete();
  }
}
