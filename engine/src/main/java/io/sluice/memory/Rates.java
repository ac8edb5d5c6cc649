package io.sluice.memory;

import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The ledger as it was at two instants, so that it can be told how fast it moves. */
final class Rates {
  private static final long RENEWED_AFTER_MS = Duration.ofSeconds(10).toMillis();
  private static final double MILLIS = 1000;

  private static final List<Counter> COUNTED =
      List.of(
          Counter.ACCEPTED,
          Counter.SUCCEEDED,
          Counter.RETRIED,
          Counter.DEAD,
          Counter.CANCELLED,
          Counter.EXPIRED,
          Counter.PURGED);

  private static final List<Counter> ENDED =
      List.of(Counter.SUCCEEDED, Counter.DEAD, Counter.CANCELLED, Counter.EXPIRED, Counter.PURGED);

  private Sample last = Sample.NONE;
  private Sample before = Sample.NONE;

  /**
   * The ledger at an instant.
   *
   * @param at in ms; below zero when nothing is remembered
   */
  private record Sample(long at, Map<Counter, Long> totals) {
    static final Sample NONE = new Sample(-1, Map.of());

    boolean isThere() {
      return at >= 0;
    }
  }

  void clear() {
    last = Sample.NONE;
    before = Sample.NONE;
  }

  void remember(MemoryQueue queue) {
    long now = queue.uptime();
    if (last.isThere() && now - last.at < RENEWED_AFTER_MS) {
      return;
    }
    Map<Counter, Long> totals = new EnumMap<>(Counter.class);
    COUNTED.forEach(counter -> totals.put(counter, queue.total(counter)));
    Sample sample = new Sample(now, totals);
    before = last.isThere() ? last : sample;
    last = sample;
  }

  QueueView.Rates now(MemoryQueue queue) {
    double seconds = before.isThere() ? (queue.uptime() - before.at) / MILLIS : 0;
    if (seconds <= 0) {
      return QueueView.Rates.NONE;
    }
    long ended = ENDED.stream().mapToLong(counter -> since(queue, counter)).sum();
    return new QueueView.Rates(
        since(queue, Counter.ACCEPTED) / seconds,
        since(queue, Counter.SUCCEEDED) / seconds,
        since(queue, Counter.RETRIED) / seconds,
        since(queue, Counter.DEAD) / seconds,
        ended / seconds);
  }

  private long since(MemoryQueue queue, Counter counter) {
    return queue.total(counter) - before.totals.getOrDefault(counter, 0L);
  }
}
