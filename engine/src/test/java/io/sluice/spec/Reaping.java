package io.sluice.spec;

import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts back what dead sessions held, and what was left in landing: {@code reap}. */
final class Reaping {
  private static final int MAX_FENCED = 100;

  private final QueueState queue;
  private final Lives lives;
  private final Followed followed;

  Reaping(QueueState queue, Lives lives, Followed followed) {
    this.queue = queue;
    this.lives = lives;
    this.followed = followed;
  }

  List<Object> reap(Args args) {
    String unusedScanCount = args.next();
    long maxCrashes = args.number();
    long graceMs = args.number();
    long cap = queue.setting("retention_count", args.number());
    long spreadMs = args.number();
    String poison = args.next();
    List<String> late = queue.sessions.due(queue.now, MAX_FENCED);
    if (late.isEmpty()
        && queue.walk.isEmpty()
        && queue.landing.isEmpty()
        && queue.landed.isEmpty()) {
      return List.of(0L, 0L, 0L, 0L, 0L, 0L);
    }
    late.forEach(queue.sessions::remove);
    queue.walk.addAll(late);
    List<String> taken = taken();
    Set<String> ready = new LinkedHashSet<>();
    Set<String> leveled = new LinkedHashSet<>();
    Set<String> cancelled = new LinkedHashSet<>();
    long dead = 0;
    for (String id : taken) {
      String[] claim = queue.running.remove(id).split(":", -1);
      Failed failed = queue.attempts.getOrDefault(id, Failed.NEVER).crashed();
      if (queue.cancels.remove(id) != null || queue.behind.containsKey(id)) {
        cancelled.add(id);
        continue;
      } else if (failed.crashes() >= maxCrashes) {
        dead++;
        queue.dead.put(id, (double) queue.now);
        String text = poison + "\n" + claim[0] + " " + claim[2];
        failed = queue.attempts.getOrDefault(id, Failed.NEVER).crashedForGood(queue.now, text);
      } else if (failed.crashes() == 1) {
        String spot = queue.spotOf(id);
        if (Spot.isNumbered(spot)) {
          queue.makeReady(id, true);
        } else {
          (spot.isEmpty() ? ready : leveled).add(id);
        }
      } else {
        queue.retrying.put(id, followed.retriedWithin(id, 0, failed.crashes() * spreadMs));
      }
      queue.attempts.put(id, failed);
    }
    queue.count("reaped", taken.size());
    queue.count("dead", dead);
    queue.count("cancelled", cancelled.size());
    List<String> levels = new ArrayList<>(followed.inOrderOfLevels(leveled, true));
    Collections.reverse(levels);
    levels.forEach(id -> queue.makeReady(id, true));
    List<String> back = landedFor(graceMs);
    queue.ready.addAll(
        0, followed.inOrderOf("ready", ready, back.size(), back.size() + ready.size() - 1L));
    back.forEach(id -> queue.ready.add(0, id));
    List<String> inOrder =
        cap > 0
            ? followed.inOrderOf("cancelled", cancelled, -cancelled.size(), -1)
            : List.copyOf(cancelled);
    inOrder.forEach(id -> lives.keepOrForget(id, Ended.waiting(queue.now, 'C'), cap));
    endWalk();
    return List.of(
        queue.walk.isEmpty() ? 0L : 1L,
        (long) late.size(),
        (long) taken.size(),
        dead,
        (long) cancelled.size(),
        (long) back.size());
  }

  /** Any of what fenced sessions held: the walk goes on with the next call. */
  private List<String> taken() {
    Set<String> fenced = new HashSet<>(queue.running.keySet());
    fenced.removeIf(id -> !queue.walk.contains(sessionOf(id)));
    return followed.missingIn("HKEYS", "running", fenced);
  }

  /** Only a session that holds nothing any more is done with. */
  private void endWalk() {
    List<String> left = followed.missingIn("ZRANGE", "walk", queue.walk, "0", "-1");
    queue.walk.removeIf(session -> left.contains(session) && !holdsAny(session));
  }

  private boolean holdsAny(String session) {
    return queue.running.keySet().stream().anyMatch(id -> sessionOf(id).equals(session));
  }

  private String sessionOf(String id) {
    String token = queue.running.get(id);
    return token.substring(0, token.indexOf(':'));
  }

  /** What was seen in landing before, for long enough. */
  private List<String> landedFor(long graceMs) {
    List<String> back = new ArrayList<>();
    for (String id : List.copyOf(queue.landing)) {
      long since = queue.landed.getOrDefault(id, queue.now);
      if (queue.landed.containsKey(id) && queue.now - since >= graceMs) {
        back.add(id);
      } else {
        queue.landed.put(id, since);
      }
    }
    queue.landing.removeAll(back);
    queue.landed.keySet().retainAll(queue.landing);
    return back;
  }
}
