package io.sluice.client;

import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Follows batches of one queue. A follower looks its batch up when it comes, when an event says
 * that a task of the queue changed, and at each poll of {@link Watch}, with whose subscription and
 * poll it shares everything; at most four times a second, and only when a view is requested.
 */
final class BatchWatch {
  private static final Duration REST = Duration.ofMillis(250);

  private final TaskStore store;
  private final Watch watch;
  private final Scheduler answers;

  private enum Nudge {
    LOOK
  }

  BatchWatch(TaskStore store, Watch watch, Scheduler answers) {
    this.store = store;
    this.watch = watch;
    this.answers = answers;
  }

  /** The batch now, and whenever it was seen to have changed, up to its end. */
  Flux<BatchView> follow(BatchId id) {
    return Flux.defer(() -> new Follower(id).views())
        .distinctUntilChanged()
        .takeUntil(BatchView::hasEnded);
  }

  /** Its looks come one after another; nudges come on any thread. */
  private final class Follower implements Watch.Listener {
    private final BatchId id;
    private volatile @Nullable FluxSink<Nudge> nudges;
    private boolean nothingPending;
    private boolean judgedSoon;

    private Follower(BatchId id) {
      this.id = id;
    }

    private Flux<BatchView> views() {
      return Flux.<Nudge>create(this::join, OverflowStrategy.LATEST)
          .concatMap(nudge -> look().concatWith(rest()), 0);
    }

    private void join(FluxSink<Nudge> sink) {
      nudges = sink;
      Disposable held = watch.hold(this);
      sink.onDispose(held);
      nudge();
    }

    private Mono<BatchView> look() {
      return store
          .batches()
          .show(id)
          .onErrorResume(RedisUnavailableException.class, away -> Mono.empty())
          .publishOn(answers)
          .doOnNext(this::seen);
    }

    /** A batch is judged right after its last member ended, and no event tells that. */
    private void seen(BatchView batch) {
      boolean nothing = batch.counts().pending() == 0;
      judgedSoon = nothing && !nothingPending;
      nothingPending = nothing;
    }

    private Mono<BatchView> rest() {
      return Mono.delay(REST, Timers.scheduler())
          .doOnNext(
              rested -> {
                if (judgedSoon) {
                  nudge();
                }
              })
          .then(Mono.empty());
    }

    private void nudge() {
      FluxSink<Nudge> sink = nudges;
      if (sink != null) {
        sink.next(Nudge.LOOK);
      }
    }

    @Override
    public void changed(TaskId task) {
      nudge();
    }

    @Override
    public void ended(TaskId task) {
      nudge();
    }

    @Override
    public void mayHaveEnded() {
      nudge();
    }

    @Override
    public void poll(Duration every) {
      nudge();
    }
  }
}
