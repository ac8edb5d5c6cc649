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
      tellEmpty();
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
    tellEmpty();
  }

  /** Completes when nothing is held. To be asked, by any number, once nothing is added any more. */
  Mono<Void> whenEmpty() {
    return Mono.defer(
        () -> {
          Mono<Void> told = empty.asMono();
          return claims.isEmpty() ? Mono.empty() : told;
        });
  }

  /** Whoever asked before gets this one; who asks later, the next. */
  private void tellEmpty() {
    renewed().tryEmitEmpty();
  }

  private synchronized Sinks.Empty<Void> renewed() {
    Sinks.Empty<Void> last = empty;
    empty = Sinks.empty();
    return last;
  }
}
