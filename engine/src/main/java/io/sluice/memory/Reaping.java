package io.sluice.memory;

import io.sluice.config.CrashLimit;
import io.sluice.store.Reaped;
import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts back what dead sessions held: fences those that are late, walks a part of what runs, and
 * sweeps what was left where workers wait.
 */
final class Reaping {
  private static final int CHUNK = 250;
  private static final long LANDING_GRACE_MS = Duration.ofSeconds(1).toMillis();

  private final MemoryQueue queue;
  private final CrashLimit limit;
  private final long cap;
  private int reaped;
  private int buried;
  private int stopped;

  /**
   * @param cap how many cancelled tasks are kept, unless the queue has a setting of its own
   */
  Reaping(MemoryQueue queue, CrashLimit limit, int cap) {
    this.queue = queue;
    this.limit = limit;
    this.cap = queue.cap(cap);
  }

  Reaped reap() {
    int fenced = fence();
    boolean more = !queue.walk.isEmpty() && walkOneChunk();
    int back = sweepLanding();
    return new Reaped(more, fenced, reaped, buried, stopped, back);
  }

  private int fence() {
    List<String> late =
        queue.sessions.entrySet().stream()
            .filter(session -> session.getValue() <= queue.uptime())
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(
        session -> {
          queue.sessions.remove(session);
          queue.walk.put(session, queue.walker.neededFromNow());
        });
    return late.size();
  }

  /** Whether there is more to walk. */
  private boolean walkOneChunk() {
    TaskId behind = queue.walker.behind();
    NavigableMap<TaskId, String> rest =
        behind == null ? queue.running : queue.running.tailMap(behind, false);
    Map<TaskId, String> chunk = new LinkedHashMap<>();
    rest.entrySet().stream()
        .limit(CHUNK)
        .forEach(entry -> chunk.put(entry.getKey(), entry.getValue()));
    boolean last = rest.size() <= CHUNK;
    chunk.forEach(this::putBackIfFenced);
    if (last) {
      long pass = queue.walker.end();
      queue.walk.values().removeIf(needed -> needed <= pass);
      return !queue.walk.isEmpty();
    }
    chunk.keySet().forEach(queue.walker::goOnBehind);
    return true;
  }

  private void putBackIfFenced(TaskId id, String token) {
    if (queue.walk.containsKey(Tokens.session(token))) {
      queue.running.remove(id);
      queue.count(Counter.REAPED);
      reaped++;
      putBack(id, token);
    }
  }

  /**
   * Back to ready after the first crash; later ones spread out in time, so that the companions of a
   * poison task are not claimed together with it again; dead at the limit.
   */
  private void putBack(TaskId id, String token) {
    if (queue.cancels.remove(id) != null) {
      queue.end(id, Ending.waiting(TaskState.CANCELLED, queue.now()), cap);
      stopped++;
      return;
    }
    Attempts crashed = queue.attemptsOf(id).crashed();
    queue.attempts.put(id, crashed);
    if (crashed.crashes() >= limit.deliveries()) {
      queue.attempts.put(id, crashed.poisoned(poison(), token, queue.now()));
      queue.bury(id);
      buried++;
    } else if (crashed.crashes() == 1) {
      queue.readyAgainFirst(id);
    } else {
      queue.putOff(queue.retrying, id, queue.now() + spread(crashed.crashes()));
    }
  }

  private Failure poison() {
    return Failure.of(
        "io.sluice.CrashLimit", "its worker died " + limit.deliveries() + " times while it ran");
  }

  private long spread(int crashes) {
    return (long) (ThreadLocalRandom.current().nextDouble() * crashes * limit.spread().toMillis());
  }

  /**
   * What arrived at a worker and nobody claimed: seen once, and again after the grace, it goes back
   * as the next to be taken. Nothing was started, so nothing is counted.
   */
  private int sweepLanding() {
    long now = queue.uptime();
    List<TaskId> back = new ArrayList<>();
    queue.landed.keySet().retainAll(queue.landing);
    for (TaskId id : queue.landing) {
      Long seen = queue.landed.putIfAbsent(id, now);
      if (seen != null && now - seen >= LANDING_GRACE_MS) {
        back.add(id);
      }
    }
    back.forEach(queue.landing::removeFirstOccurrence);
    back.forEach(queue.landed::remove);
    back.forEach(queue.ready::addFirst);
    return back.size();
  }
}
