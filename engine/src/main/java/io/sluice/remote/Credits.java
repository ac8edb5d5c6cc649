package io.sluice.remote;

import io.sluice.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * How many more tasks a stream may deliver: as many as it has credits, less those that are not
 * settled. Settles come by other calls, here or at another engine.
 */
final class Credits {
  private final int all;

  /** By their tokens; what they carry is in the hands of the worker. */
  private final Map<TaskId, String> held = new LinkedHashMap<>();

  private Sinks.Empty<Void> change = Sinks.empty();

  Credits(int all) {
    this.all = all;
  }

  synchronized int left() {
    return all - held.size();
  }

  synchronized void take(RemoteTask task) {
    held.put(task.task().id(), task.token());
  }

  /** The task is not held any more. */
  void giveBack(TaskId id) {
    Sinks.Empty<Void> told;
    synchronized (this) {
      if (held.remove(id) == null) {
        return;
      }
      told = change;
      change = Sinks.empty();
    }
    told.tryEmitEmpty();
  }

  /** Completes once some are left. */
  Mono<Void> some() {
    return Mono.defer(() -> left() > 0 ? Mono.<Void>empty() : next().then(Mono.defer(this::some)));
  }

  synchronized boolean holds(TaskId id) {
    return held.containsKey(id);
  }

  synchronized Map<TaskId, String> held() {
    return new LinkedHashMap<>(held);
  }

  /** The ones that are held for longest, with their tokens. */
  synchronized Map<TaskId, String> oldest(int most) {
    Map<TaskId, String> oldest = new LinkedHashMap<>();
    held.entrySet().stream()
        .limit(most)
        .forEach(task -> oldest.put(task.getKey(), task.getValue()));
    return oldest;
  }

  private synchronized Mono<Void> next() {
    return left() > 0 ? Mono.empty() : change.asMono();
  }
}
