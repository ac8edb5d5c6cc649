package io.sluice.worker;

import io.sluice.task.TaskId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What one session holds: an id stays here from its claim until its outcome is recorded. */
final class Holdings {
  private final Map<TaskId, Claim> claims = new ConcurrentHashMap<>();
  private volatile Sinks.Empty<Void> empty = Sinks.empty();

  void add(Claim claim) {
    claims.put(claim.id(), claim);
  }

  void remove(Claim claim) {
    claims.remove(claim.id(), claim);
    if (claims.isEmpty()) {
      empty.tryEmitEmpty();
    }
  }

  boolean holds(TaskId id) {
    return claims.containsKey(id);
  }

  int size() {
    return claims.size();
  }

  void interrupt(TaskId id, Interruption why) {
    Claim claim = claims.get(id);
    if (claim != null) {
      claim.interrupt(why);
    }
  }

  void interruptAll(Interruption why) {
    claims.values().forEach(claim -> claim.interrupt(why));
  }

  void interruptOverdue() {
    long now = System.nanoTime();
    claims.values().forEach(claim -> claim.interruptIfOverdue(now));
  }

  /** Forgets all, without waiting for outcomes. */
  void clear() {
    claims.clear();
    empty.tryEmitEmpty();
  }

  /** Completes when nothing is held. To be asked once nothing is added any more. */
  Mono<Void> whenEmpty() {
    return Mono.defer(
        () -> {
          empty = Sinks.empty();
          return claims.isEmpty() ? Mono.empty() : empty.asMono();
        });
  }
}
