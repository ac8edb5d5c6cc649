package io.sluice.client;

import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * Waits for tasks of one queue to end. However many wait, there is one subscription and one poll;
 * both exist only while somebody waits.
 *
 * <p>Each waiter is nudged to look its task up: when it comes, when the subscription is in force
 * (so that nothing falls between), when an event says that its task ended, and every two seconds,
 * since events get lost.
 */
final class Watch {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final QueueName queue;
  private final TaskStore store;
  private final Finder finder;
  private final Map<TaskId, Set<FluxSink<Nudge>>> waiters = new HashMap<>();
  private Disposable watching = Disposables.disposed();

  private enum Nudge {
    LOOK
  }

  Watch(QueueName queue, TaskStore store, Finder finder) {
    this.queue = queue;
    this.store = store;
    this.finder = finder;
  }

  /** The task once it is terminal; errors with {@link io.sluice.task.UnknownTaskException}. */
  Mono<TaskView> await(TaskId id) {
    return Flux.<Nudge>create(nudges -> join(id, nudges), OverflowStrategy.LATEST)
        .concatMap(nudge -> look(id), 0)
        .filter(task -> task.state().terminal())
        .next();
  }

  synchronized boolean idle() {
    return waiters.isEmpty();
  }

  private Mono<TaskView> look(TaskId id) {
    return finder.find(id).onErrorResume(RedisUnavailableException.class, error -> Mono.empty());
  }

  private void join(TaskId id, FluxSink<Nudge> nudges) {
    nudges.onDispose(() -> leave(id, nudges));
    synchronized (this) {
      waiters.computeIfAbsent(id, key -> new HashSet<>(2)).add(nudges);
      if (watching.isDisposed()) {
        watching = Disposables.composite(listen(), poll());
      }
    }
    nudges.next(Nudge.LOOK);
  }

  private synchronized void leave(TaskId id, FluxSink<Nudge> nudges) {
    Set<FluxSink<Nudge>> others = waiters.get(id);
    if (others != null && others.remove(nudges) && others.isEmpty()) {
      waiters.remove(id);
    }
    if (waiters.isEmpty()) {
      watching.dispose();
    }
  }

  private Disposable listen() {
    return store
        .events(queue)
        .doOnNext(inForce -> nudgeAll())
        .flatMapMany(events -> events)
        .onErrorComplete()
        .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN))
        .subscribe(event -> Guarded.run(() -> onEvent(event)), error -> {});
  }

  private Disposable poll() {
    return Flux.interval(POLL)
        .onBackpressureDrop()
        .subscribe(tick -> Guarded.run(this::nudgeAll), error -> {});
  }

  private void onEvent(TaskEvent event) {
    if (event.state().terminal()) {
      waitingFor(event.id()).forEach(nudges -> nudges.next(Nudge.LOOK));
    }
  }

  private void nudgeAll() {
    everyone().forEach(nudges -> nudges.next(Nudge.LOOK));
  }

  private synchronized List<FluxSink<Nudge>> waitingFor(TaskId id) {
    Set<FluxSink<Nudge>> waiting = waiters.get(id);
    return waiting == null ? List.of() : List.copyOf(waiting);
  }

  private synchronized List<FluxSink<Nudge>> everyone() {
    return waiters.values().stream().flatMap(Set::stream).toList();
  }
}
