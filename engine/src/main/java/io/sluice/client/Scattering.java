package io.sluice.client;

import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscription of a scatter. The operator that merges the ends of parts is what bounds it: it
 * requests as many parts as the window has, and one more for each result that its subscriber takes.
 * In order, it requests one more for each result that is next in order.
 */
final class Scattering<C, R> {
  /** How long a result is kept for a scatter that takes it late; it is dropped once taken. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private static final int ONE_RESULT = 1;

  private final QueueName queue;
  private final QueueClient client;
  private final Enqueue enqueue;
  private final Results results;
  private final ScatterOptions options;
  private final Outstanding outstanding;

  Scattering(
      QueueName queue,
      QueueClient client,
      Enqueue enqueue,
      Results results,
      ScatterOptions options) {
    this.queue = queue;
    this.client = client;
    this.enqueue = enqueue;
    this.results = results;
    this.options = options;
    this.outstanding = new Outstanding(client);
  }

  Flux<Scattered<C, R>> resultsOf(Publisher<? extends Part<C, R>> parts) {
    Flux<Run> runs = Flux.from(parts).index(Run::new);
    Flux<Scattered<C, R>> ends =
        options.ordered()
            ? runs.flatMapSequential(Run::end, options.window(), ONE_RESULT)
            : runs.flatMap(Run::end, options.window(), ONE_RESULT);
    return Flux.using(client::holdWatch, watch -> ends, Disposable::dispose)
        .doOnNext(this::taken)
        .doFinally(signal -> outstanding.end());
  }

  /** A task that failed stays as its queue keeps it, for people to look at. */
  private void taken(Scattered<C, R> result) {
    if (result instanceof Scattered.Succeeded<C, R> succeeded) {
      outstanding.taken(succeeded.id());
    }
  }

  private static <R> NewTask<?, R> kept(NewTask<?, R> task) {
    Duration own = task.options().retention();
    return own == null || own.compareTo(RETENTION) < 0 ? task.retention(RETENTION) : task;
  }

  /** One part, from its source to its end. */
  private final class Run {
    private final long index;
    private final Part<C, R> part;
    private volatile @Nullable TaskId id;

    private Run(long index, Part<C, R> part) {
      this.index = index;
      this.part = part;
    }

    private Mono<Scattered<C, R>> end() {
      return Mono.defer(this::ended).onErrorResume(SluiceException.class, this::failed);
    }

    private Mono<Scattered<C, R>> ended() {
      NewTask<?, R> task = kept(part.task());
      MadeId made = enqueue.idOf(task);
      return client.await(made.id(), enqueued(task, made)).map(view -> succeeded(task, view));
    }

    /** Empty once the task is in its queue; another task that is there in its place is awaited. */
    private Mono<TaskView> enqueued(NewTask<?, R> task, MadeId made) {
      return outstanding
          .enqueued(made.id(), enqueue.patiently(queue, task, made))
          .flatMap(
              handle -> {
                id = handle.id();
                if (handle.earlier() == TaskHandle.Earlier.NO) {
                  return Mono.empty();
                }
                outstanding.leave(made.id());
                return client.await(handle.id());
              });
    }

    private Scattered<C, R> succeeded(NewTask<?, R> task, TaskView view) {
      return new Scattered.Succeeded<>(
          index, part.correlation(), view.id(), results.result(task.type(), view));
    }

    private Mono<Scattered<C, R>> failed(SluiceException error) {
      TaskId failed = id;
      if (failed != null) {
        outstanding.leave(failed);
      }
      return switch (options.onFailure()) {
        case ERROR -> Mono.error(error);
        case VALUE -> Mono.just(new Scattered.Failed<>(index, part.correlation(), failed, error));
        case IGNORE -> Mono.empty();
      };
    }
  }
}
