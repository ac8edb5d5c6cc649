package io.sluice.client;

import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * Follows tasks of one queue, or waits for their ends. However many wait, there is one subscription
 * and one poll; both exist only while somebody waits.
 *
 * <p>Each look keeps the end of its task from getting lost, also where nothing of it is kept: see
 * {@link TaskStore#await}. So the polls also say that somebody still waits.
 *
 * <p>Each waiter is nudged to look its task up: when it comes, when the subscription is in force
 * (so that nothing falls between), when an event says that its task changed, or ended if that is
 * all it waits for, and every two seconds, since events get lost.
 */
final class Watch {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final QueueName queue;
  private final TaskStore store;
  private final Finder finder;
  private final Map<TaskId, Set<Waiter>> waiters = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private Disposable watching = Disposables.disposed();

  /** One who waits for many tasks and knows which. Called on threads that must not wait. */
  interface Listener {
    /** An event says that this task has ended. */
    void ended(TaskId id);

    /** An event says that this task has changed, and not ended. */
    default void changed(TaskId id) {}

    /** Any task may have ended, since events may have been lost. */
    void mayHaveEnded();

    /** A task that waits for longer than a poll may have ended unheard. */
    void poll(Duration every);
  }

  private enum Nudge {
    LOOK
  }

  /** Who waits, and for what; no two are equal. */
  private final class Waiter {
    private final TaskId id;
    private final boolean onlyForTheEnd;
    private @Nullable FluxSink<Nudge> nudges;

    private Waiter(TaskId id, boolean onlyForTheEnd) {
      this.id = id;
      this.onlyForTheEnd = onlyForTheEnd;
    }

    private Flux<TaskView> looks() {
      return Flux.<Nudge>create(this::join, OverflowStrategy.LATEST)
          .concatMap(nudge -> look(id), 0);
    }

    private void join(FluxSink<Nudge> sink) {
      nudges = sink;
      sink.onDispose(() -> leave(this));
      Watch.this.join(this);
      nudge();
    }

    private void nudge() {
      FluxSink<Nudge> sink = nudges;
      if (sink != null) {
        sink.next(Nudge.LOOK);
      }
    }
  }

  Watch(QueueName queue, TaskStore store, Finder finder) {
    this.queue = queue;
    this.store = store;
    this.finder = finder;
  }

  /** The task once it is terminal; errors with {@link io.sluice.task.UnknownTaskException}. */
  Mono<TaskView> await(TaskId id) {
    return looks(id, true).filter(task -> task.state().terminal()).next();
  }

  /** The task now and whenever it may have changed, up to its end; the latest for who is slow. */
  Flux<TaskView> follow(TaskId id) {
    return looks(id, false).takeUntil(task -> task.state().terminal());
  }

  /** Keeps the subscription and the poll for one who waits for many tasks. */
  synchronized Disposable hold(Listener listener) {
    listeners.add(listener);
    watch();
    return Disposables.composite(() -> letGo(listener));
  }

  synchronized boolean idle() {
    return waiters.isEmpty() && listeners.isEmpty();
  }

  private Flux<TaskView> looks(TaskId id, boolean onlyForTheEnd) {
    return Flux.defer(() -> new Waiter(id, onlyForTheEnd).looks());
  }

  private Mono<TaskView> look(TaskId id) {
    return finder.find(id).onErrorResume(RedisUnavailableException.class, error -> Mono.empty());
  }

  private synchronized void letGo(Listener listener) {
    listeners.remove(listener);
    restIfIdle();
  }

  private synchronized void join(Waiter waiter) {
    waiters.computeIfAbsent(waiter.id, key -> new HashSet<>(2)).add(waiter);
    watch();
  }

  private synchronized void leave(Waiter waiter) {
    Set<Waiter> others = waiters.get(waiter.id);
    if (others != null && others.remove(waiter) && others.isEmpty()) {
      waiters.remove(waiter.id);
    }
    restIfIdle();
  }

  private void watch() {
    if (watching.isDisposed()) {
      watching = Disposables.composite(listen(), poll());
    }
  }

  private void restIfIdle() {
    if (idle()) {
      watching.dispose();
    }
  }

  private Disposable listen() {
    return listen(store.hints().events(queue), this::nudgeAll, this::onEvent);
  }

  /**
   * Hears hints for as long as it is kept, on a new subscription where one has ended.
   *
   * @param inForce run whenever a subscription is in force: what was told before is lost
   */
  static <T> Disposable listen(Mono<Flux<T>> hints, Runnable inForce, Consumer<T> heard) {
    return hints
        .doOnNext(subscribed -> inForce.run())
        .flatMapMany(all -> all)
        .onErrorComplete()
        .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
        .subscribe(hint -> Guarded.run(() -> heard.accept(hint)), error -> {});
  }

  private Disposable poll() {
    return Flux.interval(POLL, Timers.scheduler())
        .onBackpressureDrop()
        .subscribe(tick -> Guarded.run(this::pollAll), error -> {});
  }

  private void onEvent(TaskEvent event) {
    boolean ended = event.state().terminal();
    for (Waiter waiter : waitingFor(event.id())) {
      if (ended || !waiter.onlyForTheEnd) {
        waiter.nudge();
      }
    }
    for (Listener listener : listeners) {
      if (ended) {
        listener.ended(event.id());
      } else {
        listener.changed(event.id());
      }
    }
  }

  private void nudgeAll() {
    everyone().forEach(Waiter::nudge);
    listeners.forEach(Listener::mayHaveEnded);
  }

  private void pollAll() {
    everyone().forEach(Waiter::nudge);
    listeners.forEach(listener -> listener.poll(POLL));
  }

  private synchronized List<Waiter> waitingFor(TaskId id) {
    Set<Waiter> waiting = waiters.get(id);
    return waiting == null ? List.of() : List.copyOf(waiting);
  }

  private synchronized List<Waiter> everyone() {
    return waiters.values().stream().flatMap(Set::stream).toList();
  }
}
