package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.store.stream.StreamPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.StreamPosition;
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
 * Nudges followers of streams of one queue to look. However many follow, there is one subscription
 * to what is emitted, beside that of {@link Watch} to what happens to tasks, and one poll; all of
 * them exist only while somebody follows.
 */
final class StreamWatch implements Watch.Listener {
  /** Items of one part. */
  private static final int MOST_ITEMS = 64;

  /** Bytes of one part, but for its first item. */
  private static final int MOST_BYTES = 256 * 1024;

  /** Says that there may be something to see. */
  private enum Nudge {
    LOOK
  }

  private final QueueName queue;
  private final TaskStore store;
  private final Watch watch;
  private final Map<TaskId, Set<FluxSink<Nudge>>> followers = new HashMap<>();
  private Disposable watching = Disposables.disposed();

  StreamWatch(QueueName queue, TaskStore store, Watch watch) {
    this.queue = queue;
    this.store = store;
    this.watch = watch;
  }

  /**
   * Says now, and whenever the stream of this task may have changed, that it is to be looked at.
   */
  Flux<?> nudges(TaskId id) {
    return Flux.<Nudge>create(follower -> join(id, follower), OverflowStrategy.LATEST);
  }

  /** Reads a part of a stream. */
  Mono<StreamPage> read(TaskId id, StreamPosition from) {
    return store.streams().read(queue, id, from, MOST_ITEMS, MOST_BYTES);
  }

  private void join(TaskId id, FluxSink<Nudge> follower) {
    follower.onDispose(() -> leave(id, follower));
    synchronized (this) {
      followers.computeIfAbsent(id, key -> new HashSet<>(2)).add(follower);
      if (watching.isDisposed()) {
        watching = Disposables.composite(watch.hold(this), listen());
      }
    }
    follower.next(Nudge.LOOK);
  }

  private synchronized void leave(TaskId id, FluxSink<Nudge> follower) {
    Set<FluxSink<Nudge>> others = followers.get(id);
    if (others != null && others.remove(follower) && others.isEmpty()) {
      followers.remove(id);
    }
    if (followers.isEmpty()) {
      watching.dispose();
    }
  }

  private Disposable listen() {
    return Watch.listen(store.streams().hints(queue), this::mayHaveEnded, this::changed);
  }

  @Override
  public void changed(TaskId id) {
    of(id).forEach(follower -> follower.next(Nudge.LOOK));
  }

  @Override
  public void ended(TaskId id) {
    changed(id);
  }

  @Override
  public void mayHaveEnded() {
    everyone().forEach(follower -> follower.next(Nudge.LOOK));
  }

  @Override
  public void poll(Duration every) {
    mayHaveEnded();
  }

  private synchronized List<FluxSink<Nudge>> of(TaskId id) {
    Set<FluxSink<Nudge>> found = followers.get(id);
    return found == null ? List.of() : List.copyOf(found);
  }

  private synchronized List<FluxSink<Nudge>> everyone() {
    return followers.values().stream().flatMap(Set::stream).toList();
  }
}
