package io.sluice.client;

import io.sluice.task.OverloadedException;
import io.sluice.task.QueueFullException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * One part of a scatter, from its source to its end. It is looked up when it is nudged: when an
 * event says that it has ended, and when an event may have been lost. One look at a time; a nudge
 * meanwhile, or while the part is being enqueued, makes it look again.
 */
final class PartRun<C, R> {
  /** How long a result is kept for a scatter that takes it late; it is dropped once taken. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private enum Stage {
    WAITS,
    BUSY,
    BUSY_AND_NUDGED
  }

  private final Scattering<C, R> scattering;
  private final Scatter.Place place;
  private final long index;
  private final C correlation;
  private final long begunNanos = System.nanoTime();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.BUSY);
  private volatile @Nullable TaskType<?, R> type;
  private volatile @Nullable TaskId id;
  private volatile boolean accepted;
  private volatile boolean ended;
  private @Nullable Scattered<C, R> outcome;

  PartRun(Scattering<C, R> scattering, Scatter.Place place, long index, C correlation) {
    this.scattering = scattering;
    this.place = place;
    this.index = index;
    this.correlation = correlation;
  }

  /** Keeps nothing of the payload once its task is in Redis. */
  void start(Part<C, R> part, ContextView context) {
    try {
      NewTask<?, R> task = kept(part.task());
      type = task.type();
      MadeId made = place.enqueue().idOf(task);
      place.outstanding().begin(made.id(), this);
      enqueued(task, made)
          .contextWrite(context)
          .subscribe(handle -> accepted(made.id(), handle), error -> refused(made, error));
    } catch (SluiceException error) {
      failed(error);
    }
  }

  /** Whether its task is in Redis, and is its own. */
  boolean isAccepted() {
    return accepted;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Once it has ended; null when the part is left out. */
  @Nullable Scattered<C, R> outcome() {
    return outcome;
  }

  /** The outcome was taken. A task that failed stays as its queue keeps it, for people. */
  void taken() {
    TaskId known = id;
    if (known != null) {
      place.outstanding().taken(known, this);
    }
  }

  boolean isOlder(Duration age, long nanoTime) {
    return nanoTime - begunNanos > age.toNanos();
  }

  void nudge() {
    if (stage.getAndUpdate(now -> now == Stage.WAITS ? Stage.BUSY : Stage.BUSY_AND_NUDGED)
        == Stage.WAITS) {
      look();
    }
  }

  private Mono<TaskHandle<R>> enqueued(NewTask<?, R> task, MadeId made) {
    return place
        .enqueue()
        .patiently(place.queue(), task, made)
        .onErrorResume(
            SluiceException.class,
            error ->
                isPassing(error) && System.nanoTime() - begunNanos < place.patience().toNanos()
                    ? place.pause().then(Mono.defer(() -> enqueuedUnlessOver(task, made, error)))
                    : Mono.error(error));
  }

  private Mono<TaskHandle<R>> enqueuedUnlessOver(
      NewTask<?, R> task, MadeId made, SluiceException error) {
    return place.outstanding().isOver() ? Mono.error(error) : enqueued(task, made);
  }

  /** A queue that is full, and a process with too many items that wait for Redis. */
  private boolean isPassing(SluiceException error) {
    return error instanceof QueueFullException || error instanceof OverloadedException;
  }

  private static <R> NewTask<?, R> kept(NewTask<?, R> task) {
    Duration own = task.options().retention();
    return own == null || own.compareTo(RETENTION) < 0 ? task.retention(RETENTION) : task;
  }

  private void accepted(TaskId own, TaskHandle<R> handle) {
    id = handle.id();
    if (handle.earlier() != TaskHandle.Earlier.NO) {
      place.outstanding().leave(own, this);
      scattering.awaits(
          place.client().await(handle.id()).doOnNext(this::ended).doOnError(this::failed).then());
      return;
    }
    accepted = true;
    if (place.outstanding().accepted(own, this)) {
      goOn();
    }
  }

  /**
   * A task that may be there nevertheless is cancelled, unless its id is the caller's own: then it
   * may be the task of somebody else.
   */
  private void refused(MadeId made, Throwable error) {
    place.outstanding().leave(made.id(), this);
    if (error instanceof RedisUnavailableException && made.fresh()) {
      place.outstanding().cancel(made.id());
    }
    failed(error);
  }

  private void goOn() {
    if (!stage.compareAndSet(Stage.BUSY, Stage.WAITS)) {
      stage.set(Stage.BUSY);
      look();
    }
  }

  private void look() {
    TaskId known = id;
    if (known != null) {
      place.client().gather(known).subscribe(this::gathered, this::lookFailed);
    }
  }

  private void gathered(Optional<byte[]> result) {
    TaskId known = id;
    if (known == null) {
      return;
    }
    if (result.isEmpty()) {
      place.client().findAwaited(known).subscribe(this::found, this::lookFailed);
      return;
    }
    succeeded(known, result.get());
  }

  private void found(TaskView task) {
    if (task.state().terminal()) {
      ended(task);
    } else {
      goOn();
    }
  }

  /** The next look comes soon. */
  private void lookFailed(Throwable error) {
    if (error instanceof RedisUnavailableException || error instanceof OverloadedException) {
      goOn();
    } else {
      failed(error);
    }
  }

  private void ended(TaskView task) {
    try {
      place.results().requireSuccess(task);
    } catch (SluiceException error) {
      failed(error);
      return;
    }
    byte[] result = task.result();
    succeeded(task.id(), result == null ? new byte[0] : result);
  }

  private void succeeded(TaskId known, byte[] result) {
    TaskType<?, R> of = type;
    if (of == null) {
      return;
    }
    try {
      R value = place.results().decoded(of, result, place.queue(), known);
      end(new Scattered.Succeeded<>(index, correlation, known, value));
    } catch (SluiceException error) {
      failed(error);
    }
  }

  private void failed(Throwable error) {
    TaskId known = id;
    if (known != null) {
      place.outstanding().leave(known, this);
    }
    if (!(error instanceof SluiceException reason)) {
      scattering.fail(error);
      return;
    }
    switch (place.options().onFailure()) {
      case ERROR -> scattering.fail(reason);
      case VALUE -> end(new Scattered.Failed<>(index, correlation, known, reason));
      case IGNORE -> end(null);
    }
  }

  private void end(@Nullable Scattered<C, R> how) {
    outcome = how;
    ended = true;
    scattering.ended(this);
  }
}
