package io.sluice.client;

import io.sluice.loop.Timers;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.view.CancelReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The parts of one scatter that may be in Redis and were not taken, by their tasks. When the
 * scatter is over, those that have not ended are cancelled, and those that have ended are dropped.
 *
 * <p>An enqueue that was sent cannot be taken back. So it goes on after the scatter is over, and
 * its task is cancelled once the reply says that it is there.
 */
final class Outstanding implements Watch.Listener {
  private static final int CANCELS_AT_ONCE = 64;

  /** A task that still runs then keeps its result, if it gives one, until its retention ends. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

  private final QueueClient client;
  private final Map<TaskId, PartRun<?, ?>> runs = new ConcurrentHashMap<>();
  private volatile boolean over;

  Outstanding(QueueClient client) {
    this.client = client;
  }

  /** This part is about to be enqueued; of two parts with one id the later one will be refused. */
  void begin(TaskId id, PartRun<?, ?> run) {
    runs.putIfAbsent(id, run);
  }

  /** The task of this part is in Redis. Answers whether it is still wanted. */
  boolean accepted(TaskId id, PartRun<?, ?> run) {
    runs.put(id, run);
    if (over && runs.remove(id, run)) {
      cancel(id);
    }
    return !over;
  }

  /** The result of this part was taken. */
  void taken(TaskId id, PartRun<?, ?> run) {
    if (runs.remove(id, run)) {
      client.discard(id);
    }
  }

  /** This part has no task that is to be cancelled or dropped. */
  void leave(TaskId id, PartRun<?, ?> run) {
    runs.remove(id, run);
  }

  /** Stops a task that may be in Redis. */
  void cancel(TaskId id) {
    cancel(Flux.just(id));
  }

  @Override
  public void ended(TaskId id) {
    PartRun<?, ?> run = runs.get(id);
    if (run != null) {
      run.nudge();
    }
  }

  @Override
  public void mayHaveEnded() {
    runs.values().forEach(PartRun::nudge);
  }

  boolean isOver() {
    return over;
  }

  /**
   * A younger part is left to the next poll: parts that end within milliseconds would all be looked
   * up for nothing, and would be kept for callers that wait.
   */
  @Override
  public void poll(Duration every) {
    long now = System.nanoTime();
    for (PartRun<?, ?> run : runs.values()) {
      if (run.isOlder(every, now)) {
        run.nudge();
      }
    }
  }

  /** No more results are taken. */
  void end() {
    over = true;
    cancel(
        Flux.fromIterable(runs.entrySet())
            .filter(entry -> entry.getValue().isAccepted())
            .filter(entry -> runs.remove(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey));
  }

  private void cancel(Flux<TaskId> ids) {
    ids.flatMap(this::cancelled, CANCELS_AT_ONCE)
        .flatMap(this::stopped, ScatterOptions.MAX_WINDOW)
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
  private Mono<Void> stopped(TaskId id) {
    return client
        .await(id)
        .timeout(STOPS_WITHIN, Timers.scheduler())
        .doOnNext(task -> client.discard(id))
        .then()
        .onErrorComplete();
  }
}
