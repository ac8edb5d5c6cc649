package io.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads a queue: {@code find, await, stats, audit}. */
final class Looking {
  private static final List<String> TOTALS =
      List.of(
          "accepted",
          "succeeded",
          "retried",
          "reaped",
          "released",
          "snoozed",
          "dead",
          "cancelled",
          "expired",
          "purged",
          "redriven");

  private final QueueState queue;
  private final Lives lives;

  Looking(QueueState queue, Lives lives) {
    this.queue = queue;
    this.lives = lives;
  }

  /** From the first on, as many as fit. */
  List<Object> find(Args args) {
    long bytes = args.number();
    long used = 0;
    List<Object> found = new ArrayList<>();
    while (args.more()) {
      List<Object> one = lives.find(args.next());
      used += one.stream().mapToLong(part -> part == null ? 0 : ((String) part).length()).sum();
      if (used > bytes && !found.isEmpty()) {
        break;
      }
      found.add(one);
    }
    return found;
  }

  /** As a find, and what has not ended is waited for. */
  List<Object> await(Args args) {
    double until = queue.now + args.number();
    String bytes = args.next();
    List<String> ids = args.rest();
    List<String> lookup = new ArrayList<>(List.of(bytes));
    lookup.addAll(ids);
    List<Object> found = find(new Args(lookup));
    for (int i = 0; i < found.size(); i++) {
      if (!List.of("finished", "dead", "cancelled").contains(((List<?>) found.get(i)).get(0))) {
        queue.awaited.put(ids.get(i), until);
      }
    }
    return found;
  }

  List<String> inOrder(String place) {
    return switch (place) {
      case "ready" -> queue.ready;
      case "landing" -> queue.landing;
      case "succeeded" -> queue.succeeded;
      case "cancelled" -> queue.cancelled;
      case "expired" -> queue.expired;
      case "scheduled" -> queue.scheduled.inOrder();
      case "retrying" -> queue.retrying.inOrder();
      case "dead" -> queue.dead.inOrder();
      case "running" -> List.copyOf(queue.running.keySet());
      case "behind" -> queue.behind.values().stream().map(Following.Behind::id).toList();
      case "followed" -> List.copyOf(queue.behind.keySet());
      case "ghosts" -> List.copyOf(queue.ghosts.keySet());
      default -> throw new IllegalArgumentException(place);
    };
  }

  /** Without settings and rates. */
  List<Object> stats() {
    List<Object> stats = new ArrayList<>();
    stats.add(queue.isPaused() ? 1L : 0L);
    stats.add((long) queue.scheduled.size());
    stats.add(queue.waitingInLine());
    stats.add((long) queue.running.size());
    stats.add((long) queue.retrying.size());
    stats.add((long) queue.dead.size());
    stats.add((long) queue.succeeded.size() + queue.retained.size());
    stats.add((long) queue.cancelled.size());
    stats.add((long) queue.expired.size());
    stats.add(queue.sessions.view().values().stream().filter(end -> end >= queue.now).count());
    stats.add(queue.now);
    stats.add(nextEnvelope());
    stats.addAll(totals());
    return stats;
  }

  /** Of a queue in which nothing is lost. */
  List<Object> audit() {
    List<Object> audit = new ArrayList<>(List.of(0L, 0L, 0L, queue.unfinished()));
    audit.addAll(totals());
    audit.addAll(List.of(0L, 0L));
    return audit;
  }

  private String nextEnvelope() {
    List<String> next = queue.aside.isEmpty() ? queue.ready : queue.aside.firstEntry().getValue();
    if (next.isEmpty() && !queue.levels.isEmpty()) {
      next = queue.levels.firstEntry().getValue();
    }
    String id = !next.isEmpty() ? next.get(0) : queue.fair.lane.isEmpty() ? "" : queue.fair.first();
    return queue.tasks.getOrDefault(id, "");
  }

  private List<Long> totals() {
    return TOTALS.stream().map(queue::counted).toList();
  }
}
