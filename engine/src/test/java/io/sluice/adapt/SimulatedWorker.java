package io.sluice.adapt;

import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A worker with an endless backlog and a backend, in virtual time: as many runs as the limit, each
 * as long as the backend takes with so many at once. Beyond its capacity the backend is slower in
 * proportion, so that it does no more.
 */
final class SimulatedWorker {
  /** Runs of one seed vary alike in each test run. */
  private static final long SEED = 20_261_128;

  private final GradientLimit limit;
  private final Random random = new Random(SEED);
  private final PriorityQueue<Run> running = new PriorityQueue<>();
  private final List<Change> changes = new ArrayList<>();
  private long now;
  private long ended;

  // What the test chooses.

  int capacity = Integer.MAX_VALUE;
  Duration latency = Duration.ofMillis(20);
  double failures;

  /** Runs at once at most, whatever the limit: a queue that has no more. */
  int demand = Integer.MAX_VALUE;

  /** Part of the tasks that are of a type that takes twenty times as long. */
  double slowType;

  private record Run(String type, long begun, long end, boolean fails) implements Comparable<Run> {
    @Override
    public int compareTo(Run other) {
      return Long.compare(end, other.end);
    }
  }

  SimulatedWorker(int min, int max) {
    limit = new GradientLimit(min, max, 0);
  }

  /** Lets time go by; gives the mean limit of that time. */
  double runFor(Duration time) {
    long until = now + time.toNanos();
    double sum = 0;
    long since = now;
    begin();
    while (running.element().end <= until) {
      Run run = running.remove();
      sum += (double) (run.end - since) * limit.current();
      since = run.end;
      now = run.end;
      end(run);
      begin();
    }
    sum += (double) (until - since) * limit.current();
    now = until;
    return sum / time.toNanos();
  }

  /** Runs ended a second of the time since the count before. */
  double rate(long before, Duration time) {
    return (ended - before) / (time.toNanos() / 1e9);
  }

  long ended() {
    return ended;
  }

  int limit() {
    return limit.current();
  }

  GradientLimit inner() {
    return limit;
  }

  List<Change> changes() {
    return changes;
  }

  List<Reason> reasons() {
    return changes.stream().map(Change::reason).distinct().toList();
  }

  private void begin() {
    while (running.size() < Math.min(limit.current(), demand)) {
      boolean slow = random.nextDouble() < slowType;
      double congestion = Math.max(1, (running.size() + 1.0) / capacity);
      double spread = 0.5 - Math.log(1 - random.nextDouble()) / 2; // mean 1
      double nanos = latency.toNanos() * congestion * spread * (slow ? 20 : 1);
      boolean fails = random.nextDouble() < failures;
      running.add(new Run(slow ? "slow" : "fast", now, now + (long) nanos, fails));
    }
  }

  private void end(Run run) {
    ended++;
    int inUse = running.size() + 1;
    @Nullable Change change =
        run.fails
            ? limit.failed(run.begun, now, inUse)
            : limit.succeeded(run.type, run.begun, now, inUse);
    if (change != null) {
      changes.add(change);
    }
  }
}
