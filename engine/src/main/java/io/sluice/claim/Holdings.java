package io.sluice.claim;

import io.sluice.task.TaskId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What one session holds: an id stays here from its claim until its outcome is recorded. */
final class Holdings {
  static final long NEVER = Long.MAX_VALUE;

  private final HeldBytes bytes;
  private final Map<TaskId, Claim> claims = new ConcurrentHashMap<>();
  private final long origin = System.nanoTime();

  /**
   * No deadline is before this, in ns since the origin. With it most looks for overdue runs end at
   * once: to walk 100,000 claims five times a second costs as much as many of the runs.
   */
  private final AtomicLong earliest = new AtomicLong(NEVER);

  /** Null while nobody waits for the end of all claims, as few do and many tasks end. */
  private final AtomicReference<Sinks.@Nullable Empty<Void>> empty = new AtomicReference<>();

  /**
   * @param bytes where what is let go of is given back
   */
  Holdings(HeldBytes bytes) {
    this.bytes = bytes;
  }

  /** Its bytes are kept for it by then. */
  void add(Claim claim) {
    claims.put(claim.id(), claim);
  }

  /** Its time counts from now on. The deadline is there before the bound says so. */
  void begun(Claim claim, long nowNanos) {
    long deadline = nowNanos - origin + claim.timeout().toNanos();
    claim.deadline(deadline);
    lowerTo(deadline);
  }

  void remove(Claim claim) {
    if (claims.remove(claim.id(), claim)) {
      bytes.giveBack(claim.bytes());
    }
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

  /** Whether the time of a run may be over. */
  boolean mayBeOverdue() {
    return System.nanoTime() - origin >= earliest.get();
  }

  /** What begins meanwhile lowers the bound after it was raised, or is seen by the walk. */
  void interruptOverdue() {
    if (!mayBeOverdue()) {
      return;
    }
    long now = System.nanoTime() - origin;
    earliest.set(NEVER);
    for (Claim claim : claims.values()) {
      long deadline = claim.deadline();
      if (deadline <= now) {
        claim.interrupt(Interruption.DEADLINE);
      } else {
        lowerTo(deadline);
      }
    }
  }

  private void lowerTo(long deadline) {
    if (deadline < earliest.get()) {
      earliest.accumulateAndGet(deadline, Math::min);
    }
  }

  /** Completes when nothing is held. To be asked, by any number, once nothing is added any more. */
  Mono<Void> whenEmpty() {
    return Mono.defer(
        () -> {
          Sinks.Empty<Void> fresh = Sinks.empty();
          Sinks.Empty<Void> waitedFor = empty.compareAndExchange(null, fresh);
          Mono<Void> told = (waitedFor == null ? fresh : waitedFor).asMono();
          return claims.isEmpty() ? Mono.empty() : told;
        });
  }

  /** A caller that asked before gets this one; one that asks later gets the next. */
  private void tellEmpty() {
    if (empty.get() != null) {
      Sinks.Empty<Void> last = empty.getAndSet(null);
      if (last != null) {
        last.tryEmitEmpty();
      }
    }
  }
}
