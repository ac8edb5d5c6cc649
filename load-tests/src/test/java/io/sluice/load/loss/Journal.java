package io.sluice.load.loss;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What a producer and a handler saw, task by task. */
final class Journal {
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();

  void sent(String task) {
    sent.put(task, System.nanoTime());
  }

  void accepted(String task) {
    accepted.add(task);
  }

  void refused(Throwable error) {
    refused.add(error);
  }

  /** Counts a run; tells the how manyth it is. */
  int begun(String task) {
    begun.putIfAbsent(task, System.nanoTime());
    return runs.computeIfAbsent(task, any -> new AtomicInteger()).incrementAndGet();
  }

  int unanswered() {
    return sent.size() - accepted.size() - refused.size();
  }

  Set<String> acceptedOnes() {
    return accepted;
  }

  Queue<Throwable> refusals() {
    return refused;
  }

  Set<String> runOnes() {
    return runs.keySet();
  }

  /** Runs beyond the first of each task. */
  long runAgain() {
    return runs.values().stream().mapToLong(AtomicInteger::get).sum() - runs.size();
  }

  /** Whether a task that was sent after that moment has begun to run. */
  boolean hasRunOneSentAfter(long nanos) {
    return begun.keySet().stream().anyMatch(task -> sent.get(task) - nanos > 0);
  }

  /** The longest that a task took from being sent until it ran. */
  Duration longestWait() {
    return Duration.ofNanos(
        begun.keySet().stream()
            .mapToLong(task -> begun.get(task) - sent.get(task))
            .max()
            .orElse(0));
  }
}
