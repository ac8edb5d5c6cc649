package io.sluice.spec;

import java.util.List;

/** Drops what is past its retention, and before it for want of memory: {@code sweep, shed}. */
final class Sweeping {
  private final QueueState queue;
  private final Lives lives;
  private final Once once;
  private final BulkActing bulks;

  Sweeping(QueueState queue, Lives lives, Once once, BulkActing bulks) {
    this.queue = queue;
    this.lives = lives;
    this.once = once;
    this.bulks = bulks;
  }

  List<Object> sweep(Args args) {
    long cap = queue.setting("retention_count", args.number());
    long ageMs = queue.setting("retention_ms", args.number());
    long deadCap = args.number();
    long deadAgeMs = args.number();
    long limit = args.number();
    long left = limit;
    for (List<String> list : lists()) {
      while (left > 0 && !list.isEmpty() && (list.size() > cap || isOld(list.get(0), ageMs))) {
        lives.drop(list.remove(0), "finished");
        left--;
      }
    }
    for (String id : queue.retained.due(queue.now, left)) {
      dropRetained(id);
      left--;
    }
    left -= sweepDead(deadCap, deadAgeMs, left);
    long keys = once.sweep();
    for (String id : queue.awaited.due(queue.now, limit)) {
      queue.awaited.remove(id);
      queue.ends.remove(id);
    }
    return List.of(limit - left + keys, bulks.idle() ? 0L : 1L, 0L, 0L);
  }

  /** The oldest of all lists first, then those with a retention of their own. */
  long shed(Args args) {
    long limit = args.number();
    long bytes = args.number();
    long dropped = 0;
    long freed = 0;
    while (dropped < limit && freed < bytes && (anyListed() || !queue.retained.isEmpty())) {
      dropped++;
      if (anyListed()) {
        List<String> list = oldest();
        freed += bytesOf(list.get(0));
        lives.drop(list.remove(0), "finished");
      } else {
        String id = queue.retained.inOrder().get(0);
        freed += bytesOf(id);
        dropRetained(id);
      }
    }
    return dropped;
  }

  private List<List<String>> lists() {
    return List.of(queue.succeeded, queue.cancelled, queue.expired);
  }

  private boolean anyListed() {
    return lists().stream().anyMatch(list -> !list.isEmpty());
  }

  private List<String> oldest() {
    List<String> oldest = List.of();
    for (List<String> list : lists()) {
      if (!list.isEmpty() && (oldest.isEmpty() || endOf(list.get(0)) < endOf(oldest.get(0)))) {
        oldest = list;
      }
    }
    return oldest;
  }

  private long endOf(String id) {
    return queue.results.get(id).at();
  }

  private long bytesOf(String id) {
    return queue.results.get(id).stored().length() + (long) queue.tasks.get(id).length();
  }

  private boolean isOld(String id, long ageMs) {
    return ageMs > 0 && endOf(id) <= queue.now - ageMs;
  }

  private void dropRetained(String id) {
    queue.retained.remove(id);
    lives.drop(id, "finished");
  }

  /** Over the cap, or else over the age. */
  private long sweepDead(long cap, long ageMs, long limit) {
    long over = queue.dead.size() - cap;
    List<String> ids =
        over > 0
            ? queue.dead.inOrder().subList(0, (int) Math.min(over, limit))
            : ageMs > 0 ? queue.dead.due(queue.now - ageMs, limit) : List.of();
    for (String id : ids) {
      lives.drop(id, "dead");
      queue.dead.remove(id);
      queue.count("purged", 1);
    }
    return ids.size();
  }
}
