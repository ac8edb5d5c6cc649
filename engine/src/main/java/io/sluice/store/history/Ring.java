package io.sluice.store.history;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.History;
import io.sluice.task.view.HistoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The newest steps of what was recorded, of one queue or of several that were added up. */
public final class Ring {
  private static final int WORDS = 8;
  private static final int COUNTS = 4;
  private static final int BACKLOG = 5;
  private static final int RUNNING = 6;
  private static final int OVER = 7;
  private static final int PARTS = 3;

  private final HistoryStep step;
  private final long newest;
  private final long[][] counts;
  private final @Nullable Long[] backlog;
  private final @Nullable Long[] running;
  private final long[][] waits;
  private final long[][] runs;

  private Ring(HistoryStep step, long newest, int points) {
    this.step = step;
    this.newest = newest;
    this.counts = new long[points][COUNTS];
    this.backlog = new Long[points];
    this.running = new Long[points];
    this.waits = new long[points][];
    this.runs = new long[points][];
  }

  /**
   * Reads places as they are kept.
   *
   * @param now of the store
   * @param last the gauges when something was recorded last, {@code ready running}, or empty
   */
  public static Ring of(HistoryStep step, Instant now, int points, String last, List<String> kept) {
    Ring ring = new Ring(step, now.toEpochMilli() / step.length().toMillis(), points);
    try {
      kept.forEach(ring::read);
      if (kept.isEmpty() && !last.isEmpty()) {
        ring.backlog[0] = gauge(last.substring(0, last.indexOf(' ')));
        ring.running[0] = gauge(last.substring(last.indexOf(' ') + 1));
      }
    } catch (IndexOutOfBoundsException | NumberFormatException damaged) {
      throw new StoreCorruptedException("the history of " + kept.size() + " steps", damaged);
    }
    ring.carry(ring.backlog);
    ring.carry(ring.running);
    return ring;
  }

  private void read(String place) {
    String[] parts = place.split(";", PARTS);
    String[] words = parts[0].split(" ", WORDS);
    int at = (int) (Long.parseLong(words[0]) - newest) + counts.length - 1;
    if (at < 0 || at >= counts.length) {
      return;
    }
    int steps = 1 + (int) (Long.parseLong(words[OVER]) / step.length().toMillis());
    for (int i = 0; i < COUNTS; i++) {
      spread(at, i, Long.parseLong(words[1 + i]), steps);
    }
    backlog[at] = gauge(words[BACKLOG]);
    running[at] = gauge(words[RUNNING]);
    waits[at] = buckets(parts[1]);
    runs[at] = buckets(parts[2]);
  }

  /** What came while nobody looked may have come in any step until then. */
  private void spread(int end, int which, long count, int steps) {
    for (int i = 0; i < steps && end - i >= 0; i++) {
      counts[end - i][which] += count * (i + 1) / steps - count * i / steps;
    }
  }

  private static @Nullable Long gauge(String word) {
    return word.equals("-") ? null : Math.max(0, Long.parseLong(word));
  }

  private static long @Nullable [] buckets(String text) {
    if (text.isEmpty()) {
      return null;
    }
    long[] counts = new long[Buckets.COUNT];
    Buckets.read(text, counts);
    return counts;
  }

  /** Where nothing was recorded, nothing has changed. */
  private void carry(@Nullable Long[] gauges) {
    for (int i = 1; i < gauges.length; i++) {
      if (gauges[i] == null) {
        gauges[i] = gauges[i - 1];
      }
    }
  }

  /** Both together; the clocks of two nodes may show different steps. */
  public Ring plus(Ring other) {
    Ring sum = new Ring(step, Math.max(newest, other.newest), counts.length);
    sum.add(this);
    sum.add(other);
    return sum;
  }

  private void add(Ring one) {
    int behind = (int) (newest - one.newest);
    for (int i = 0; i < counts.length; i++) {
      int from = Math.min(i + behind, counts.length - 1);
      backlog[i] = sum(backlog[i], one.backlog[from]);
      running[i] = sum(running[i], one.running[from]);
      if (i + behind < counts.length) {
        for (int c = 0; c < COUNTS; c++) {
          counts[i][c] += one.counts[from][c];
        }
        waits[i] = sum(waits[i], one.waits[from]);
        runs[i] = sum(runs[i], one.runs[from]);
      }
    }
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(one + other);
  }

  private static long @Nullable [] sum(long @Nullable [] one, long @Nullable [] other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return IntStream.range(0, Buckets.COUNT).mapToLong(i -> one[i] + other[i]).toArray();
  }

  /** As people see it. */
  public History view() {
    long first = newest - counts.length + 1;
    return new History(
        step,
        Instant.ofEpochMilli(first * step.length().toMillis()),
        IntStream.range(0, counts.length).mapToObj(this::point).toList());
  }

  private History.Point point(int i) {
    long[] count = counts[i];
    return new History.Point(
        count[0],
        count[1],
        count[2],
        count[3],
        backlog[i],
        running[i],
        latency(waits[i]),
        latency(runs[i]));
  }

  private static History.Latency latency(long @Nullable [] counts) {
    if (counts == null) {
      return History.Latency.NONE;
    }
    long count = 0;
    for (long each : counts) {
      count += each;
    }
    return new History.Latency(
        count, part(counts, count, 0.5), part(counts, count, 0.95), part(counts, count, 0.99));
  }

  /** Within its bucket as far as its place is. */
  private static @Nullable Duration part(long[] counts, long all, double part) {
    double wanted = all * part;
    double before = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0 && before + counts[bucket] >= wanted) {
        double within = (wanted - before) / counts[bucket];
        double low = Buckets.lowest(bucket);
        double micros = low + within * (Buckets.lowest(bucket + 1) - low);
        return Duration.ofNanos(Math.round(micros * 1000));
      }
      before += counts[bucket];
    }
    return null;
  }
}
